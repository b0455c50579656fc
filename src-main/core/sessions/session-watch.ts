import type { Logger } from 'pino';
import type { SessionId, StopBy } from '#common/contract/sessions';
import { ReticleError } from '#common/errors';
import type { Accounts } from './accounts';
import type { Forecasts } from './forecasts';
import { isOver } from './ledger-row';
import type { SessionBooks, SessionService } from './session-service';

const LOOK_EVERY_MS = 60_000;
const LOOK_EVERY_IDLE_MS = 5 * 60_000;

export type WatchOptions = {
  /** What the person chose for sessions that run nothing. */
  readonly idle: () => { readonly minutes: number; readonly stops: boolean };
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
};

/** Looks at all accounts, at start and every minute, and keeps the budgets. No window has to be open for it. */
export class SessionWatch {
  readonly #leaving = new AbortController();
  #turns: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: SessionService,
    private readonly books: SessionBooks,
    private readonly accounts: Accounts,
    private readonly forecasts: Forecasts,
    private readonly options: WatchOptions,
  ) {}

  start(): void {
    this.#turns = this.#run(this.#leaving.signal);
  }

  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#turns;
  }

  /** One turn: looks at every account, goes on with stops that a process left behind, keeps budgets, ends idle ones. */
  async turn(): Promise<void> {
    for (const id of await this.accounts.ids()) {
      try {
        await this.sessions.look(id);
      } catch (error) {
        if (this.#leaving.signal.aborted) return;
        // What went wrong is shown with the account; the others are looked at all the same.
        if (!(error instanceof ReticleError)) this.options.log.error({ err: error }, 'a look at an account failed');
      }
    }
    for (const { sessionId, by, outcome } of this.books.stops.unconfirmed()) {
      if (outcome === 'waiting') this.#stop(sessionId, by);
    }
    this.forecasts.keep();
    const { stop, taken } = this.books.budgets.enforce();
    for (const { budget, action } of taken) this.options.log.warn({ budget: budget.id, action }, 'a budget step');
    for (const id of stop) this.#stop(id, 'budget');
    this.#stopIdle();
    if (taken.length > 0) this.sessions.changes.bump();
  }

  #stopIdle(): void {
    const { minutes, stops } = this.options.idle();
    if (!stops) return;
    for (const { id, idleMs, origin } of this.sessions.alive()) {
      // What somebody else may be using is not ours to end.
      if (origin !== 'found' && idleMs !== null && idleMs >= minutes * 60_000) this.#stop(id, 'idle');
    }
  }

  /** Nobody waits for it: the ledger says how it ends, and the next turn tries again. */
  #stop(id: SessionId, by: StopBy): void {
    const row = this.books.ledger.find(id);
    if (!row || isOver(row) || this.sessions.isStopping(id)) return;
    this.sessions.stop(id, by).catch((error: unknown) => {
      if (!this.#leaving.signal.aborted) this.options.log.warn({ err: error }, 'a session was not stopped');
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.turn().catch((error: unknown) => this.options.log.error({ err: error }, 'the watch failed'));
      const isQuiet = this.books.ledger.alive().length === 0 && (await this.accounts.ids()).length > 0;
      await this.options.wait(isQuiet ? LOOK_EVERY_IDLE_MS : LOOK_EVERY_MS, signal).catch(() => {});
    }
  }
}
