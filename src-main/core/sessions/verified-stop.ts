import type { SessionId, StopBy } from '#common/contract/sessions';
import { ReticleError, toWireError } from '#common/errors';
import type { CostLedger } from './cost-ledger';
import type { Ledger } from './ledger';
import { costOf, isOver } from './ledger-row';
import type { Account, Reconciler } from './reconciler';
import type { ProviderSession } from './session-provider';
import type { StopStore } from './stop-store';

/** As long as Clouditia's own client waits; after it, the person is told. */
const CONFIRM_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 2000;

export type StopTime = {
  readonly now: () => Date;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Stops sessions and believes it only when their provider says so. */
export class VerifiedStops {
  readonly #running = new Map<SessionId, Promise<void>>();

  constructor(
    private readonly books: { readonly ledger: Ledger; readonly costs: CostLedger; readonly stops: StopStore },
    private readonly reconciler: Reconciler,
    private readonly time: StopTime,
    private readonly onChange: () => void,
  ) {}

  isRunning(id: SessionId): boolean {
    return this.#running.has(id);
  }

  /**
   * Asks, and looks until the provider confirms. A stop that is under way is joined; one that was left unconfirmed is
   * asked for anew. Ends when it is confirmed or when it is certain that it is not: the ledger says which.
   *
   * @param signal - of the core: a stop goes on when the one who asked for it leaves
   */
  stop(account: Account, id: SessionId, by: StopBy, signal: AbortSignal): Promise<void> {
    const running = this.#running.get(id);
    if (running) return running;
    const stop = this.#stop(account, id, by, signal).finally(() => {
      this.#running.delete(id);
      this.onChange();
    });
    this.#running.set(id, stop);
    return stop;
  }

  /** Ends when no stop is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  async #stop(account: Account, id: SessionId, by: StopBy, signal: AbortSignal): Promise<void> {
    const row = this.books.ledger.find(id);
    if (!row?.providerId || isOver(row)) return;
    const { providerId } = row;
    const stopId = this.books.stops.ask(id, by, this.time.now().getTime());
    this.onChange();
    let isAsked = false;
    let trouble: unknown = null;
    // Waits are counted, not the clock: that one may be changed meanwhile.
    for (let waitedMs = 0; waitedMs <= CONFIRM_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
      try {
        if (!isAsked) {
          await account.api.stop(providerId, signal);
          isAsked = true;
        }
        const told = await account.api.find(providerId, signal);
        if (told && isOver(told)) return await this.#confirm(account, id, stopId, told, signal);
        trouble = null;
      } catch (error) {
        if (signal.aborted) throw error;
        trouble = error;
        // No amount of asking again makes a key right.
        if (error instanceof ReticleError && error.code.endsWith('_KEY_REFUSED')) break;
      }
      await this.time.wait(LOOK_EVERY_MS, signal);
    }
    this.books.stops.leaveUnconfirmed(stopId, trouble === null ? null : toWireError(trouble));
  }

  async #confirm(account: Account, id: SessionId, stopId: number, told: ProviderSession, signal: AbortSignal) {
    this.reconciler.see(id, told);
    const { providerId, state } = told;
    // That it is over is certain; that its charge cannot be read just now changes nothing about it.
    const [cost] = await account.api.costs([providerId], signal).catch(() => []);
    const nowMs = this.time.now().getTime();
    if (cost) this.books.costs.record(id, cost, nowMs);
    const row = this.books.ledger.find(id);
    this.books.stops.confirm(stopId, nowMs, row && costOf(row), {
      providerId,
      state,
      cost: cost ?? null,
      seenAtMs: nowMs,
    });
  }
}
