import type { ConnectionId } from '#common/contract/connections';
import { type NewSession, type Session, type SessionAccess, SessionId, type StopBy } from '#common/contract/sessions';
import { ReticleError } from '#common/errors';
import { Changes } from '../changes';
import type { Accounts } from './accounts';
import type { Budgets } from './budgets';
import type { CostLedger } from './cost-ledger';
import type { Ledger } from './ledger';
import { isOver, type LedgerRow } from './ledger-row';
import { type Account, Reconciler } from './reconciler';
import type { SessionWish } from './session-provider';
import { shownSession } from './session-view';
import type { StopStore } from './stop-store';
import { type StopTime, VerifiedStops } from './verified-stop';

export type SessionBooks = {
  readonly ledger: Ledger;
  readonly costs: CostLedger;
  readonly stops: StopStore;
  readonly budgets: Budgets;
};

/** Sessions at all providers: started, found, stopped, and never lost from the ledger. */
export class SessionService {
  readonly changes = new Changes();
  readonly reconciler: Reconciler;
  readonly #verified: VerifiedStops;
  readonly #creating = new Map<string, Promise<Session>>();
  readonly #asking = new Set<SessionId>();
  readonly #leaving = new AbortController();

  constructor(
    private readonly books: SessionBooks,
    private readonly accounts: Accounts,
    private readonly host: StopTime & { readonly newId: () => string },
  ) {
    const { ledger, costs, stops } = books;
    this.reconciler = new Reconciler(ledger, costs, stops, host, (id) => this.#asking.has(id));
    this.#verified = new VerifiedStops(books, this.reconciler, host, () => this.changes.bump());
  }

  list(limit: number, offset = 0): Session[] {
    return this.books.ledger.list(limit, offset).map((row) => this.#shown(row));
  }

  alive(): Session[] {
    return this.books.ledger.alive().map((row) => this.#shown(row));
  }

  get(id: SessionId): Session {
    return this.#shown(this.#demand(id));
  }

  /** By our id, the provider's, the beginning of one of them, or a name that only one has. @throws SESSION_NOT_FOUND */
  resolve(named: string): Session {
    const rows = this.books.ledger.list(100_000);
    const isMeant = ({ id, providerId }: LedgerRow) =>
      named.length >= 8 && (id.startsWith(named) || providerId?.startsWith(named));
    const found = rows.filter((row) => isMeant(row) || row.name === named);
    if (found.length !== 1 || !found[0]) throw new ReticleError('SESSION_NOT_FOUND', { name: named });
    return this.#shown(found[0]);
  }

  /**
   * Starts a session with limits that its provider keeps. The same `requestId` again gives the same session.
   *
   * @throws {ReticleError} BUDGET_REACHED, or of the provider; a session whose answer was lost is in the ledger all the
   *   same, and found by the next look
   */
  create(wanted: NewSession): Promise<Session> {
    const running = this.#creating.get(wanted.requestId);
    if (running) return running;
    const creating = this.#create(wanted).finally(() => this.#creating.delete(wanted.requestId));
    this.#creating.set(wanted.requestId, creating);
    return creating;
  }

  /** Ends when the stop is confirmed or certain not to be; see the session's `stop`. */
  async stop(id: SessionId, by: StopBy): Promise<Session> {
    const row = this.#demand(id);
    if (isOver(row)) return this.#shown(row);
    if (row.providerId === null && row.queueId === null) {
      throw new ReticleError('SESSION_NOT_MADE', { state: row.state });
    }
    await this.accounts.asking(row.connectionId, async (account) => {
      if (row.providerId === null) return this.#leaveQueue(account, row);
      return this.#verified.stop(account, id, by, this.#leaving.signal);
    });
    this.changes.bump();
    return this.get(id);
  }

  /** All that may cost money, at once; one that fails does not keep the others. */
  async stopAll(by: StopBy): Promise<Session[]> {
    const rows = this.books.ledger.alive().filter(({ providerId, queueId }) => providerId ?? queueId);
    await Promise.allSettled(rows.map(({ id }) => this.stop(id, by)));
    return rows.map(({ id }) => this.get(id));
  }

  isStopping(id: SessionId): boolean {
    return this.#verified.isRunning(id);
  }

  /** An orphan becomes one of ours. */
  adopt(id: SessionId, tags: readonly string[]): Session {
    const row = this.#demand(id);
    if (row.origin === 'found') this.books.ledger.update(id, { origin: 'adopted', tags: [...tags] });
    this.changes.bump();
    return this.get(id);
  }

  /** Not kept: the provider is asked each time. */
  async access(id: SessionId, signal: AbortSignal): Promise<SessionAccess> {
    const { providerId, connectionId, state } = this.#demand(id);
    if (providerId === null) throw new ReticleError('SESSION_NOT_MADE', { state });
    return this.accounts.asking(connectionId, ({ api }) => api.access(providerId, signal));
  }

  async rename(id: SessionId, name: string, signal: AbortSignal): Promise<Session> {
    const { providerId, connectionId, state } = this.#demand(id);
    if (providerId === null) throw new ReticleError('SESSION_NOT_MADE', { state });
    await this.accounts.asking(connectionId, ({ api }) => api.rename(providerId, name, signal));
    this.books.ledger.update(id, { name });
    this.changes.bump();
    return this.get(id);
  }

  /** Something ran on it just now. */
  used(id: SessionId): void {
    this.books.ledger.update(this.#demand(id).id, { usedAtMs: this.#nowMs() });
  }

  /** One look at an account, and what it brought to light. */
  async look(connectionId: ConnectionId): Promise<void> {
    const { signal } = this.#leaving;
    await this.accounts.asking(connectionId, (account) => this.reconciler.reconcile(account, signal));
    this.changes.bump();
  }

  /** Ends when no stop is under way any more. */
  stopsSettled(): Promise<void> {
    return this.#verified.settled();
  }

  async close(): Promise<void> {
    this.#leaving.abort();
    await this.stopsSettled();
  }

  async #create(wanted: NewSession): Promise<Session> {
    const { ledger, budgets } = this.books;
    const { signal } = this.#leaving;
    const before = ledger.byRequest(wanted.requestId);
    if (before) return this.#shown(before);
    const account = await this.accounts.get(wanted.connectionId);
    // All that is there is in the ledger from now on: what appears later is new.
    await this.reconciler.lookAtSessions(account, signal);
    const { row, isNew } = ledger.whole(() => {
      // Another process may have written it meanwhile.
      const twin = ledger.byRequest(wanted.requestId);
      if (twin) return { row: twin, isNew: false };
      const costLimit = budgets.admit(wanted.costLimit, wanted.tags);
      const intent = this.#intent(account, wanted, { ...wishOf(wanted), costLimit });
      ledger.add(intent);
      return { row: intent, isNew: true };
    });
    if (!isNew) return this.#shown(row);
    this.#asking.add(row.id);
    this.changes.bump();
    try {
      await this.#ask(account, row, wanted);
    } finally {
      this.#asking.delete(row.id);
      this.changes.bump();
    }
    return this.get(row.id);
  }

  async #ask(account: Account, { id, wish }: LedgerRow, { name }: NewSession): Promise<void> {
    const { ledger } = this.books;
    const { signal } = this.#leaving;
    if (!wish) return;
    try {
      const created = await account.api.create(wish, signal);
      if (created.kind === 'queued') {
        ledger.update(id, { state: 'queued', billing: 'none', queueId: created.queueId });
        return;
      }
      ledger.whole(() => {
        this.reconciler.joinTo(id, account.connectionId, created.session.providerId);
        this.reconciler.see(id, created.session);
      });
      // A name is a nicety: that it is refused is no failure of the session.
      if (name !== null) {
        const named = () => ledger.update(id, { name });
        await account.api.rename(created.session.providerId, name, signal).then(named, () => {});
      }
    } catch (error) {
      const reason = error instanceof ReticleError ? error.code : 'INTERNAL';
      if (account.api.mayBeMade(error)) ledger.update(id, { reason });
      else ledger.update(id, { state: 'refused', billing: 'none', reason, sameReads: 2 });
      throw error;
    }
  }

  async #leaveQueue({ api }: Account, { id, queueId }: LedgerRow): Promise<void> {
    if (queueId === null) return;
    await api.cancelQueued(queueId, this.#leaving.signal);
    this.books.ledger.update(id, { state: 'refused', billing: 'none', reason: 'left-queue', sameReads: 2 });
  }

  #intent({ connectionId, provider }: Account, wanted: NewSession, wish: SessionWish): LedgerRow {
    return {
      ...{ id: SessionId.parse(this.host.newId()), connectionId, provider, requestId: wanted.requestId },
      ...{
        providerId: null,
        queueId: null,
        origin: 'created',
        name: wanted.name ?? '',
        wish: { ...wish, gpus: [...wish.gpus] },
      },
      ...{ gpus: wanted.gpus, tags: wanted.tags, state: 'asked', billing: 'unknown', reason: null },
      limitMinor: wish.costLimit?.minor ?? null,
      limitCurrency: wish.costLimit?.currency ?? null,
      limitSeconds: wish.durationLimitSeconds,
      ...{ askedAtMs: this.#nowMs(), startedAtMs: null, endedAtMs: null, seenAtMs: null, usedAtMs: null },
      ...{ rateMicro: null, currency: null, costMinor: null, costAtMs: null, billedSeconds: null },
      ...{ gapMinor: null, sameReads: 0 },
    };
  }

  #demand(id: SessionId): LedgerRow {
    const row = this.books.ledger.find(id);
    if (!row) throw new ReticleError('SESSION_NOT_FOUND', { name: id });
    return row;
  }

  #shown(row: LedgerRow): Session {
    return shownSession(row, this.books.stops.latest(row.id), this.#nowMs());
  }

  #nowMs(): number {
    return this.host.now().getTime();
  }
}

function wishOf({ gpus, vcpu, ramGb, storageGb, durationLimitSeconds, allowPartial, queueIfUnavailable }: NewSession) {
  return { gpus, vcpu, ramGb, storageGb, durationLimitSeconds, allowPartial, queueIfUnavailable };
}
