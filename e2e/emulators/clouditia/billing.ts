import { type Agenda, firstMoment } from './agenda';
import { refuse } from './answers';
import { chargeCents } from './money';
import type { Session, Sessions } from './sessions';
import type { User, Users } from './users';

/** What each session has cost so far and what that leaves to its owner. Billed by the second, from running to ended. */
export class Billing {
  constructor(
    private readonly agenda: Agenda,
    private readonly sessions: Sessions,
    private readonly users: Users,
  ) {
    agenda.watch((fromMs, toMs) => this.#firstWithoutCredit(fromMs, toMs));
  }

  seconds(session: Session, atMs = this.agenda.nowMs): number {
    if (session.startedMs === null) return 0;
    const endMs = Math.min(session.endedMs ?? atMs, atMs);
    return Math.max(0, Math.floor((endMs - session.startedMs) / 1000));
  }

  cents(session: Session, atMs = this.agenda.nowMs): number {
    return chargeCents(session.ratePerHour, this.seconds(session, atMs));
  }

  chargedCents(user: User, atMs = this.agenda.nowMs): number {
    return this.sessions.of(user).reduce((sum, session) => sum + this.cents(session, atMs), 0);
  }

  balanceCents(user: User, atMs = this.agenda.nowMs): number {
    return user.creditCents - this.chargedCents(user, atMs);
  }

  /** @throws {Refusal} `insufficient_credit` */
  demandCredit(user: User): void {
    if (this.balanceCents(user) <= 0) throw refuse('Crédit insuffisant', { error_code: 'insufficient_credit' });
  }

  /** The exact books, for tests to compare a client's ledger with. */
  books() {
    return this.users.all().map((user) => ({
      user: user.name,
      creditCents: user.creditCents,
      chargedCents: this.chargedCents(user),
      balanceCents: this.balanceCents(user),
      sessions: this.sessions.of(user).map((session) => ({
        id: session.id,
        status: session.status,
        endReason: session.endReason,
        ratePerHourMicroEur: session.ratePerHour,
        startedAtMs: session.startedMs,
        endedAtMs: session.endedMs,
        billedSeconds: this.seconds(session),
        chargedCents: this.cents(session),
      })),
    }));
  }

  #firstWithoutCredit(fromMs: number, toMs: number) {
    const moments = this.users.all().flatMap((user) => {
      const running = this.sessions.of(user).filter((session) => session.status === 'running');
      if (running.length === 0) return [];
      const atMs = firstMoment(fromMs, toMs, (ms) => this.balanceCents(user, ms) <= 0);
      return atMs === null ? [] : { atMs, run: () => this.#endAll(running) };
    });
    return moments.sort((one, other) => one.atMs - other.atMs)[0] ?? null;
  }

  #endAll(running: readonly Session[]): void {
    for (const session of running) this.sessions.end(session, 'no-credit');
  }
}
