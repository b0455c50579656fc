import { Connection, ConnectionId, type Provider } from '#common/contract/connections';
import { ReticleError } from '#common/errors';
import { Changes } from '../changes';
import type { Host } from '../host';
import type { SecretName } from '../secrets/secrets';
import type { ConnectionStore, StoredConnection } from './connection-store';

/** A connection with its key, for the client of its provider alone. */
export type OpenConnection = StoredConnection & { readonly key: string };

/** Asks a provider whose key this is. @throws {ReticleError} of the provider */
export type Probe = (connection: OpenConnection, signal: AbortSignal) => Promise<{ account: string | null }>;

/** The accounts at providers: all of them but their keys in the database, the keys among the secrets. */
export class ConnectionService {
  readonly changes = new Changes();

  constructor(
    private readonly store: ConnectionStore,
    private readonly probes: Readonly<Partial<Record<Provider, Probe>>>,
    private readonly host: Pick<Host, 'secrets' | 'now' | 'newId'>,
    /** Whether something goes on there that would be lost sight of. */
    private readonly isInUse: (id: ConnectionId) => boolean = () => false,
  ) {}

  async list(): Promise<Connection[]> {
    return Promise.all(this.store.list().map((stored) => this.#shown(stored)));
  }

  /** @throws {ReticleError} CONNECTION_ADDRESS, DISK_FULL */
  async add(provider: Provider, name: string, baseUrl: string, key: string): Promise<Connection> {
    const id = ConnectionId.parse(this.host.newId());
    const stored = { id, provider, name, baseUrl: checkedAddress(baseUrl), addedAtMs: this.host.now().getTime() };
    // The key first: a connection without one is of no use, a key without a connection harms nobody.
    await this.host.secrets.set(secretOf(id), key);
    this.store.add(stored);
    this.changes.bump();
    return this.#shown(stored);
  }

  async update(id: ConnectionId, { name, key }: { name?: string; key?: string }): Promise<Connection> {
    this.#demand(id);
    if (key !== undefined) await this.host.secrets.set(secretOf(id), key);
    if (name !== undefined) this.store.rename(id, name);
    this.changes.bump();
    return this.#shown(this.#demand(id));
  }

  /** @throws {ReticleError} CONNECTION_NOT_FOUND, CONNECTION_IN_USE */
  async remove(id: ConnectionId): Promise<void> {
    const { name } = this.#demand(id);
    if (this.isInUse(id)) throw new ReticleError('CONNECTION_IN_USE', { name });
    this.store.remove(id);
    await this.host.secrets.remove(secretOf(id));
    this.changes.bump();
  }

  /** @throws {ReticleError} CONNECTION_NOT_FOUND, CONNECTION_NO_KEY, CONNECTION_NO_TEST, or of the provider */
  async test(id: ConnectionId, signal: AbortSignal): Promise<{ account: string | null }> {
    const connection = await this.open(id);
    const probe = this.probes[connection.provider];
    if (!probe) throw new ReticleError('CONNECTION_NO_TEST', { provider: connection.provider });
    return probe(connection, signal);
  }

  /** @throws {ReticleError} CONNECTION_NOT_FOUND, CONNECTION_NO_KEY */
  async open(id: ConnectionId): Promise<OpenConnection> {
    const stored = this.#demand(id);
    const key = await this.host.secrets.get(secretOf(id));
    if (key === null) throw new ReticleError('CONNECTION_NO_KEY', { name: stored.name });
    return { ...stored, key };
  }

  #demand(id: ConnectionId): StoredConnection {
    const stored = this.store.find(id);
    if (!stored) throw new ReticleError('CONNECTION_NOT_FOUND');
    return stored;
  }

  async #shown(stored: StoredConnection): Promise<Connection> {
    return Connection.parse({ ...stored, hasKey: (await this.host.secrets.get(secretOf(stored.id))) !== null });
  }
}

const secretOf = (id: ConnectionId): SecretName => `connection/${id}/key`;

/** Without the slash at its end. A key does not travel in the open, except within this computer. */
function checkedAddress(text: string): string {
  const url = URL.parse(text);
  const isLoopback = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
  if (!url || !isSafe || url.username || url.search || url.hash) {
    throw new ReticleError('CONNECTION_ADDRESS', { address: url ? url.origin : text });
  }
  return url.href.replace(/\/+$/, '');
}
