import type { ConnectionId, Provider } from '#common/contract/connections';
import { ReticleError, toWireError, type WireError } from '#common/errors';
import type { ConnectionService, OpenConnection } from '../connections/connection-service';
import type { Account } from './reconciler';
import type { SessionProvider } from './session-provider';

export type ProviderClients = Readonly<Partial<Record<Provider, (connection: OpenConnection) => SessionProvider>>>;
export type AccountState = { readonly okAtMs: number | null; readonly error: WireError | null };

/** The provider accounts that sessions live in, one client each as long as its key stays the same. */
export class Accounts {
  readonly #open = new Map<ConnectionId, { readonly of: string; readonly account: Account }>();
  readonly #states = new Map<ConnectionId, AccountState>();

  constructor(
    private readonly connections: ConnectionService,
    private readonly clients: ProviderClients,
    private readonly now: () => Date,
  ) {}

  /** Those that have sessions and whose key is here. */
  async ids(): Promise<ConnectionId[]> {
    const all = await this.connections.list();
    return all.filter(({ provider, hasKey }) => hasKey && this.clients[provider]).map(({ id }) => id);
  }

  /** @throws {ReticleError} CONNECTION_NOT_FOUND, CONNECTION_NO_KEY, SESSION_NO_PROVIDER */
  async get(id: ConnectionId): Promise<Account> {
    const connection = await this.connections.open(id);
    const client = this.clients[connection.provider];
    if (!client) throw new ReticleError('SESSION_NO_PROVIDER', { provider: connection.provider });
    const of = `${connection.baseUrl} ${connection.key}`;
    const known = this.#open.get(id);
    if (known?.of === of) return known.account;
    const account = { connectionId: id, provider: connection.provider, api: client(connection) };
    this.#open.set(id, { of, account });
    return account;
  }

  /** Keeps how it went: what is known of an account that cannot be reached is as old as its last answer. */
  async asking<T>(id: ConnectionId, ask: (account: Account) => Promise<T>): Promise<T> {
    try {
      const result = await ask(await this.get(id));
      this.#states.set(id, { okAtMs: this.now().getTime(), error: null });
      return result;
    } catch (error) {
      this.#states.set(id, { okAtMs: this.#states.get(id)?.okAtMs ?? null, error: toWireError(error) });
      throw error;
    }
  }

  stateOf(id: ConnectionId): AccountState {
    return this.#states.get(id) ?? { okAtMs: null, error: null };
  }
}
