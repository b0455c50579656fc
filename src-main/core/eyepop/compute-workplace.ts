import { ReticleError } from '#common/errors';
import { accountOf } from './account';
import { isStale } from './account-token';
import { findOrCreateSession, isOver } from './adopt-session';
import { ComputeSessions } from './compute-sessions';
import type { EyePopConnection } from './eyepop-connection';
import type { EyePopNet } from './eyepop-net';
import { createPipeline, hasPipeline } from './pipelines';
import { refuseEnded, waitUntilReady } from './session-health';
import type { EyePopSession } from './session-reader';
import type { Bearer } from './with-retries';
import type { Workplace, WorkplaceWatch } from './workplace';

/** A compute session with a pipeline in it. A session that died is replaced, unless the connection names it. */
export class ComputeWorkplace implements Workplace {
  session: EyePopSession | null = null;
  ownPipeline: string | null = null;
  readonly bearer: Bearer;
  readonly #sessions: ComputeSessions;
  #isTokenRefused = false;

  constructor(
    private readonly net: EyePopNet,
    private readonly connection: EyePopConnection,
    private pop: object | null,
    private readonly watch: WorkplaceWatch,
    /** Ends when the worker is closed. */
    private readonly signal: AbortSignal,
  ) {
    const account = accountOf(net, connection, () => this.session?.uuid ?? null);
    this.#sessions = new ComputeSessions(net, connection.url, account.api);
    // The session's own token until it is refused or near its end, then the account's.
    this.bearer = {
      get: async () => this.#ownToken() ?? account.worker.get(),
      replace: async (refused) => {
        if (refused !== this.session?.token?.value) return account.worker.replace(refused);
        this.#isTokenRefused = true;
        return account.worker.get();
      },
    };
  }

  get isPopOurs(): boolean {
    return this.ownPipeline !== null;
  }

  setPop(pop: object): void {
    this.pop = pop;
  }

  async lookUp(): Promise<readonly string[]> {
    const isNew = await this.#findSession();
    const { session, pop, ownPipeline } = this;
    if (!session) return [];
    const isThere =
      ownPipeline !== null && (isNew || (await hasPipeline(this.net, ownPipeline, this.bearer, this.signal)));
    if (isThere) return [ownPipeline];
    this.ownPipeline = null;
    if (pop) {
      this.ownPipeline = await createPipeline(this.net, session.endpoint, this.bearer, pop, this.signal);
      return [this.ownPipeline];
    }
    const [pipeline] = session.pipelineIds;
    if (pipeline === undefined) throw new ReticleError('EYEPOP_POP_NOT_STARTED', { pop: session.name || session.uuid });
    return [`${session.endpoint}/pipelines/${pipeline}`];
  }

  /** @returns whether it is another one than before */
  async #findSession(): Promise<boolean> {
    if (this.session && (await this.#isAlive(this.session.uuid))) return false;
    const found = await findOrCreateSession(this.#sessions, this.connection, this.pop, this.signal);
    this.#use(found.session);
    const { endpoint } = found.session;
    const ready = await waitUntilReady(
      this.net,
      endpoint,
      this.connection,
      this.bearer,
      this.watch.onLook,
      this.signal,
    );
    if (ready) this.#use({ ...ready, token: found.session.token ?? ready.token });
    // A session that was made with a Pop may name its pipeline only once it runs.
    const made = found.isNew && this.pop ? (found.session.pipelineIds[0] ?? ready?.pipelineIds[0]) : undefined;
    this.ownPipeline = made === undefined ? null : `${endpoint}/pipelines/${made}`;
    return true;
  }

  /** @throws {ReticleError} of a session that the connection names and that is over */
  async #isAlive(uuid: string): Promise<boolean> {
    try {
      const session = await this.#sessions.get(uuid, this.signal);
      refuseEnded(session);
      this.#use(session);
      return true;
    } catch (error) {
      if (!isOver(error) || this.connection.sessionUuid !== null) throw error;
      return false;
    }
  }

  #use(session: EyePopSession): void {
    if (session.token?.value !== this.session?.token?.value) this.#isTokenRefused = false;
    this.session = session;
  }

  #ownToken(): string | null {
    const token = this.session?.token;
    if (!token || this.#isTokenRefused || isStale(token.expiresAtMs, this.net.now())) return null;
    return token.value;
  }
}
