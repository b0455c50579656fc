import { z } from 'zod';
import type { ConnectionId } from '#common/contract/connections';
import { type DayCost, SessionId } from '#common/contract/sessions';
import { costAt, type Money } from '#common/money';
import type { Database } from '../store/open-database';
import { type Calendar, spreadOverDays } from './cost-days';
import type { Ledger } from './ledger';
import { isOver, type LedgerRow, rateOf } from './ledger-row';
import type { ProviderCost } from './session-provider';

/** Above this share of what rate and duration give, a difference is kept and shown. */
const GAP_SHARE = 0.05;

const Sum = z.object({ minor: z.int(), currency: z.string() });
const DayRow = Sum.extend({ day: z.string(), sessionId: SessionId, idleMinor: z.int() });
const DayTotal = Sum.extend({ day: z.string() });

/** What providers say that sessions cost, over time and by day. The provider's figure wins, also where it falls. */
export class CostLedger {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly calendar: Calendar,
  ) {}

  /** Takes in what was told of a session. A cost that means nothing (none, below 0, in another currency) changes none. */
  record(id: SessionId, told: ProviderCost, nowMs: number): void {
    this.ledger.whole(() => {
      const row = this.ledger.find(id);
      if (!row) return;
      const times = {
        startedAtMs: told.startedAtMs ?? row.startedAtMs,
        endedAtMs: isOver(row) ? (told.endedAtMs ?? row.endedAtMs) : row.endedAtMs,
      };
      const isMeant =
        told.cost !== null && told.cost.minor >= 0 && told.cost.currency === (row.currency ?? told.cost.currency);
      if (!isMeant || told.cost === null) {
        this.ledger.update(id, times);
        return;
      }
      const { minor, currency } = told.cost;
      const rateMicro = rateIn(told, currency) ?? row.rateMicro;
      const next: LedgerRow = {
        ...{ ...row, ...times, currency, rateMicro, costMinor: minor, costAtMs: nowMs },
        billedSeconds: told.billedSeconds === null || told.billedSeconds < 0 ? row.billedSeconds : told.billedSeconds,
      };
      next.gapMinor = gapOf(next);
      next.sameReads = readsOf(row, next);
      this.#spread(row, next, minor - (row.costMinor ?? 0), nowMs);
      if (isNews(row, next)) this.#sample(next, nowMs);
      const { sameReads, gapMinor, billedSeconds } = next;
      const cost = { currency, rateMicro, costMinor: minor, costAtMs: nowMs, sameReads, billedSeconds, gapMinor };
      this.ledger.update(id, { ...times, ...cost });
    });
  }

  recordBalance(connectionId: ConnectionId, { minor, currency }: Money, nowMs: number): void {
    this.database
      .prepare('INSERT OR REPLACE INTO balances (connection_id, at_ms, minor, currency) VALUES (?, ?, ?, ?)')
      .run(connectionId, nowMs, minor, currency);
  }

  balance(connectionId: ConnectionId): { amount: Money; atMs: number } | null {
    const row = this.database
      .prepare(
        'SELECT minor, currency, at_ms AS atMs FROM balances WHERE connection_id = ? ORDER BY at_ms DESC LIMIT 1',
      )
      .get(connectionId);
    if (row === undefined) return null;
    const { minor, currency, atMs } = Sum.extend({ atMs: z.int() }).parse(row);
    return { amount: { minor, currency }, atMs };
  }

  /** One row a day and session, days in order. @param from - `2026-02-01`, included, as is `to` */
  days(from: string, to: string): DayCost[] {
    const rows = this.database
      .prepare(
        `SELECT day, session_id AS sessionId, minor, idle_minor AS idleMinor, currency FROM cost_days
         WHERE day BETWEEN ? AND ? ORDER BY day, session_id`,
      )
      .all(from, to);
    return z
      .array(DayRow)
      .parse(rows)
      .map(({ day, sessionId, minor, idleMinor, currency }) => ({
        ...{ day, sessionId, amount: { minor, currency }, idle: { minor: idleMinor, currency } },
      }));
  }

  /** What each day cost in all; days on which nothing was spent are left out. */
  dayTotals(from: string, to: string): { day: string; minor: number; currency: string }[] {
    const rows = this.database
      .prepare(
        'SELECT day, sum(minor) AS minor, currency FROM cost_days WHERE day BETWEEN ? AND ? GROUP BY day, currency ORDER BY day',
      )
      .all(from, to);
    return z.array(DayTotal).parse(rows);
  }

  /** What days cost in all, one sum a currency. */
  spent(from: string, to: string): Money[] {
    const rows = this.database
      .prepare(
        'SELECT sum(minor) AS minor, currency FROM cost_days WHERE day BETWEEN ? AND ? GROUP BY currency ORDER BY currency',
      )
      .all(from, to);
    return z.array(Sum).parse(rows);
  }

  /** What all sessions with a tag cost, ever. */
  spentOn(tag: string): Money[] {
    const rows = this.database
      .prepare(
        `SELECT sum(cost_minor) AS minor, currency FROM sessions, json_each(sessions.tags) AS tag
         WHERE tag.value = ? AND cost_minor IS NOT NULL GROUP BY currency ORDER BY currency`,
      )
      .all(tag);
    return z.array(Sum).parse(rows);
  }

  #spread(row: LedgerRow, next: LedgerRow, change: number, nowMs: number): void {
    if (change === 0) return;
    if (change < 0) {
      this.#takeBack(next, -change, nowMs);
      return;
    }
    const toMs = next.endedAtMs ?? nowMs;
    const fromMs = Math.min(row.costAtMs ?? next.startedAtMs ?? next.askedAtMs, toMs);
    const idleFromMs = Math.max(row.usedAtMs ?? next.startedAtMs ?? fromMs, fromMs);
    const idleShare = toMs > fromMs ? Math.max(0, toMs - idleFromMs) / (toMs - fromMs) : 0;
    for (const { day, minor } of spreadOverDays(change, fromMs, toMs, this.calendar)) {
      this.#addToDay(next, day, minor, Math.floor(minor * idleShare));
    }
  }

  /** A cost that falls is taken off the last days first. */
  #takeBack({ id, currency }: LedgerRow, minor: number, nowMs: number): void {
    let left = minor;
    const rows = this.database
      .prepare('SELECT day, minor, idle_minor AS idleMinor FROM cost_days WHERE session_id = ? ORDER BY day DESC')
      .all(id);
    for (const row of z.array(z.object({ day: z.string(), minor: z.int(), idleMinor: z.int() })).parse(rows)) {
      const taken = Math.min(left, row.minor);
      const kept = row.minor - taken;
      this.database
        .prepare('UPDATE cost_days SET minor = ?, idle_minor = ? WHERE day = ? AND session_id = ?')
        .run(kept, Math.min(row.idleMinor, kept), row.day, id);
      left -= taken;
    }
    // The days of a session always add up to its cost, so there is nothing left to take.
    if (left > 0) throw new RangeError(`${left} ${currency} too much at ${nowMs}`);
  }

  #addToDay({ id, currency }: LedgerRow, day: string, minor: number, idleMinor: number): void {
    this.database
      .prepare(
        `INSERT INTO cost_days (day, session_id, minor, idle_minor, currency) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (day, session_id) DO UPDATE
         SET minor = minor + excluded.minor, idle_minor = idle_minor + excluded.idle_minor`,
      )
      .run(day, id, minor, idleMinor, currency);
  }

  #sample({ id, costMinor, rateMicro, billedSeconds }: LedgerRow, nowMs: number): void {
    this.database
      .prepare(
        `INSERT INTO cost_samples (session_id, seq, at_ms, cost_minor, rate_micro, billed_seconds)
         SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ? FROM cost_samples WHERE session_id = ?`,
      )
      .run(id, nowMs, costMinor, rateMicro, billedSeconds, id);
  }
}

function rateIn({ rate }: ProviderCost, currency: string): number | null {
  return rate !== null && rate.microPerHour >= 0 && rate.currency === currency ? rate.microPerHour : null;
}

/** What rate and duration give, where the provider's cost is another amount than that; both are the provider's words. */
function gapOf(row: LedgerRow): number | null {
  const rate = rateOf(row);
  if (!rate || row.billedSeconds === null || row.costMinor === null) return null;
  const { minor } = costAt(rate, row.billedSeconds);
  const difference = Math.abs(minor - row.costMinor);
  return difference > 1 && difference > GAP_SHARE * minor ? minor : null;
}

/** A final cost is one that was read twice, that covers the whole time and that has no gap: providers may lag. */
function readsOf(before: LedgerRow, next: LedgerRow): number {
  if (!isOver(next)) return 0;
  const isSame = before.costMinor === next.costMinor && before.billedSeconds === next.billedSeconds;
  const { startedAtMs, endedAtMs, billedSeconds } = next;
  const lastedSeconds = startedAtMs === null || endedAtMs === null ? 0 : (endedAtMs - startedAtMs) / 1000;
  const isWhole = (billedSeconds ?? lastedSeconds) >= lastedSeconds - 1;
  return isSame && isWhole && next.gapMinor === null
    ? Math.min(2, before.sameReads + 1)
    : Math.min(1, before.sameReads + 1);
}

function isNews(before: LedgerRow, next: LedgerRow): boolean {
  return (
    before.costMinor !== next.costMinor ||
    before.rateMicro !== next.rateMicro ||
    before.billedSeconds !== next.billedSeconds
  );
}
