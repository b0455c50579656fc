import type { ConnectionId, Provider } from '#common/contract/connections';
import { type BillingState, SessionId } from '#common/contract/sessions';
import type { CostLedger } from './cost-ledger';
import type { Ledger } from './ledger';
import { costOf, isOver, type LedgerRow } from './ledger-row';
import type { ProviderSession, SessionProvider } from './session-provider';
import type { StopStore } from './stop-store';

/** An account at a provider, ready to be asked. */
export type Account = {
  readonly connectionId: ConnectionId;
  readonly provider: Provider;
  readonly api: SessionProvider;
};

/** A create is answered or found within three minutes; after this long without a trace there was none. */
const NOT_MADE_AFTER_MS = 10 * 60_000;
/** For so long a session that appears can still be what came of a wish without an answer. */
const LATE_ANSWER_MS = 60 * 60_000;

/** A session that vanished is looked for so long; its entry is then closed, and opened again if it shows up. */
const LOOKED_FOR_MS = 24 * 60 * 60_000;

/** Makes the ledger agree with what providers say: sessions that we lost, that we did not know, that are gone. */
export class Reconciler {
  constructor(
    private readonly ledger: Ledger,
    private readonly costs: CostLedger,
    private readonly stops: StopStore,
    private readonly host: { readonly now: () => Date; readonly newId: () => string },
    /** Whether this process waits for the answer to that create. */
    private readonly isAsking: (id: SessionId) => boolean,
  ) {}

  /** One look at everything of an account. @throws {ReticleError} of the provider; what was learnt until then is kept */
  async reconcile(account: Account, signal: AbortSignal): Promise<void> {
    await this.#lookAtQueue(account, signal);
    await this.lookAtSessions(account, signal);
    await this.readCosts(account, signal);
    this.costs.recordBalance(account.connectionId, await account.api.balance(signal), this.#nowMs());
  }

  async lookAtSessions(account: Account, signal: AbortSignal): Promise<void> {
    const listed = await account.api.list(signal);
    const asked = this.ledger.whole(() => this.#takeIn(account, listed));
    for (const row of asked) {
      if (row.providerId === null) continue;
      const told = await account.api.find(row.providerId, signal);
      if (told) this.see(row.id, told);
      else if (!isOver(row)) this.#vanish(row);
    }
  }

  /** The cost of every session whose last word is not spoken. */
  async readCosts({ connectionId, api }: Account, signal: AbortSignal): Promise<void> {
    const rows = new Map(this.ledger.open(connectionId).map((row) => [row.providerId, row]));
    rows.delete(null);
    if (rows.size === 0) return;
    const ids = [...rows.keys()].flatMap((id) => id ?? []);
    for (const told of await api.costs(ids, signal)) {
      const row = rows.get(told.providerId);
      if (!row) continue;
      this.costs.record(row.id, told, this.#nowMs());
      const after = this.ledger.find(row.id);
      const cost = after && isOver(after) && costOf(after);
      if (cost) this.stops.correct(row.id, cost);
    }
  }

  /** Writes down what the provider says of a session that we know. */
  see(id: SessionId, told: ProviderSession): void {
    this.ledger.whole(() => {
      const row = this.ledger.find(id);
      if (!row) return;
      const { state, name, reason, limits } = told;
      const nowMs = this.#nowMs();
      const startedAtMs = told.startedAtMs ?? row.startedAtMs;
      this.ledger.update(id, {
        ...{ state, name, startedAtMs, providerId: told.providerId, seenAtMs: nowMs },
        gpus: told.gpus.length > 0 ? [...told.gpus] : row.gpus,
        limitMinor: limits.cost?.minor ?? row.limitMinor,
        limitCurrency: limits.cost?.currency ?? row.limitCurrency,
        limitSeconds: limits.durationSeconds ?? row.limitSeconds,
        billing: billingOf(told, startedAtMs),
        reason: reason ?? (row.state === state ? row.reason : null),
        sameReads: row.state === state ? row.sameReads : 0,
      });
      const stop = isOver(told) ? this.stops.latest(id) : null;
      if (stop && stop.outcome !== 'confirmed') {
        this.stops.confirm(stop.id, nowMs, costOf(row), { state, name, seenAtMs: nowMs });
      }
    });
  }

  /** @returns rows to ask about one by one: not in the list, or alive again after they were over */
  #takeIn(account: Account, listed: readonly ProviderSession[]): LedgerRow[] {
    const doubtful: LedgerRow[] = [];
    const unknown: ProviderSession[] = [];
    for (const told of listed) {
      const row = this.ledger.byProviderId(account.connectionId, told.providerId);
      if (!row) unknown.push(told);
      // The list may be older than the stop.
      else if (isOver(row) && !isOver(told)) doubtful.push(row);
      else if (!isOver(row) || row.sameReads < 2) this.see(row.id, told);
    }
    this.#takeInUnknown(account, unknown);
    const seen = new Set(listed.map(({ providerId }) => providerId));
    const missing = this.ledger
      .open(account.connectionId)
      .filter(({ providerId }) => providerId && !seen.has(providerId));
    return [...doubtful, ...missing];
  }

  /** Sessions that nobody here has heard of: what came of a wish whose answer was lost, or orphans. */
  #takeInUnknown(account: Account, unknown: readonly ProviderSession[]): void {
    const nowMs = this.#nowMs();
    const wishes = this.ledger.unanswered(account.connectionId);
    const taken = new Set<string>();
    for (const row of wishes) {
      const { wish } = row;
      const fitting = wish ? unknown.filter((one) => !taken.has(one.providerId) && account.api.canBe(one, wish)) : [];
      const [only] = fitting;
      if (this.isAsking(row.id)) {
        // Its answer is on the way and says which one it is.
        for (const { providerId } of fitting) taken.add(providerId);
      } else if (only && fitting.length === 1 && Math.abs(nowMs - row.askedAtMs) < LATE_ANSWER_MS) {
        taken.add(only.providerId);
        this.ledger.update(row.id, { sameReads: 0 });
        this.see(row.id, only);
      } else if (row.state === 'asked' && Math.abs(nowMs - row.askedAtMs) > NOT_MADE_AFTER_MS) {
        const reason = fitting.length > 1 ? 'several' : 'no-answer';
        this.ledger.update(row.id, { state: 'not-made', billing: 'none', reason, sameReads: 2 });
      }
    }
    for (const told of unknown) if (!taken.has(told.providerId)) this.#addFound(account, told);
  }

  #addFound({ connectionId, provider }: Account, told: ProviderSession): void {
    const id = SessionId.parse(this.host.newId());
    this.ledger.add({
      ...{ id, connectionId, provider, requestId: null, providerId: told.providerId, queueId: null },
      ...{ origin: 'found', name: told.name, wish: null, gpus: [...told.gpus], tags: [], reason: null },
      ...{ limitMinor: null, limitCurrency: null, limitSeconds: null, state: told.state, billing: 'unknown' },
      ...{ askedAtMs: told.startedAtMs ?? this.#nowMs(), startedAtMs: null, endedAtMs: null, seenAtMs: null },
      ...{ usedAtMs: null, rateMicro: null, currency: null, costMinor: null, costAtMs: null, billedSeconds: null },
      ...{ gapMinor: null, sameReads: 0 },
    });
    this.see(id, told);
  }

  /** Our word, which is not the provider's word: it may go on being billed, and it may come back. */
  #vanish({ id, seenAtMs }: LedgerRow): void {
    const isLongGone = seenAtMs !== null && this.#nowMs() - seenAtMs > LOOKED_FOR_MS;
    const sameReads = isLongGone ? 2 : 0;
    this.ledger.update(id, { state: 'vanished', billing: 'unknown', reason: 'vanished', sameReads });
  }

  async #lookAtQueue({ connectionId, api }: Account, signal: AbortSignal): Promise<void> {
    const waiting = this.ledger.open(connectionId).filter(({ state }) => state === 'queued');
    if (waiting.length === 0) return;
    const jobs = await api.queue(signal);
    for (const row of waiting) {
      const job = jobs.find(({ queueId }) => queueId === row.queueId);
      if (job?.providerId) this.joinTo(row.id, connectionId, job.providerId);
      else if (job?.state === 'ended') {
        this.ledger.update(row.id, { state: 'refused', billing: 'none', reason: 'left-queue', sameReads: 2 });
      }
    }
  }

  /** A row learns its session, which another row may have found meanwhile. */
  joinTo(id: SessionId, connectionId: ConnectionId, providerId: string): void {
    this.ledger.whole(() => {
      const found = this.ledger.byProviderId(connectionId, providerId);
      if (found && found.id !== id) this.ledger.join(found, id);
      else this.ledger.update(id, { providerId, state: 'starting', reason: null, sameReads: 0 });
    });
  }

  #nowMs(): number {
    return this.host.now().getTime();
  }
}

function billingOf({ state }: ProviderSession, startedAtMs: number | null): BillingState {
  if (state === 'running') return 'billing';
  if (state === 'starting') return startedAtMs === null ? 'none' : 'billing';
  return state === 'unknown' ? 'unknown' : 'ended';
}
