import type { Figure } from '#common/contract/sessions';
import { costAt, type Money } from '#common/money';
import { costOf, isOver, type LedgerRow, limitOf, rateOf } from './ledger-row';

/** Longer than this we do not guess on: what was last known is shown with its age, as "at least". */
export const LONGEST_GUESS_MS = 5 * 60_000;

/** What a session has cost up to now: the provider's last word, and its rate since while it is billed. */
export function figureOf(row: LedgerRow, nowMs: number): Figure | null {
  const told = costOf(row);
  if (!told || row.costAtMs === null) return null;
  const since = guessedSince(row, nowMs);
  if (since === 0) return { amount: told, kind: 'billed', source: 'provider', atMs: row.costAtMs };
  const amount = { ...told, minor: told.minor + since };
  return { amount, kind: 'estimated', source: 'interpolated', atMs: row.costAtMs };
}

/** For budgets, the larger of what the provider says and of what its own rate and duration give. */
export function atWorst(row: LedgerRow, nowMs: number): Money | null {
  const told = costOf(row);
  if (!told) return null;
  return { ...told, minor: Math.max(told.minor, row.gapMinor ?? 0) + guessedSince(row, nowMs) };
}

/**
 * What may still come on top of its cost by the limit that its provider keeps; null where it has none. Of one that is
 * over: what its whole time gives, as long as the provider has not said that much.
 */
export function stillToCome(row: LedgerRow): number | null {
  const limit = limitOf(row);
  if (row.sameReads >= 2) return 0;
  const most = isOver(row) ? (wholeCost(row) ?? limit?.minor ?? null) : (limit?.minor ?? null);
  return most === null ? null : Math.max(0, most - (row.costMinor ?? 0));
}

function wholeCost(row: LedgerRow): number | null {
  const rate = rateOf(row);
  if (!rate || row.startedAtMs === null || row.endedAtMs === null) return null;
  return costAt(rate, Math.max(0, row.endedAtMs - row.startedAtMs) / 1000).minor;
}

/** When the limits at the provider end it, at this rate. */
export function endsAtMs(row: LedgerRow): number | null {
  if (row.billing !== 'billing' || row.startedAtMs === null) return null;
  const ends: number[] = [];
  if (row.limitSeconds !== null) ends.push(row.startedAtMs + row.limitSeconds * 1000);
  const [limit, rate] = [limitOf(row), rateOf(row)];
  if (limit && rate && rate.microPerHour > 0 && limit.currency === rate.currency) {
    const perHour = costAt(rate, 3600).minor;
    if (perHour > 0) ends.push(row.startedAtMs + (limit.minor / perHour) * 3_600_000);
  }
  return ends.length > 0 ? Math.round(Math.min(...ends)) : null;
}

function guessedSince(row: LedgerRow, nowMs: number): number {
  const rate = rateOf(row);
  if (row.billing !== 'billing' || !rate || row.costAtMs === null) return 0;
  // A clock that was set back or far ahead must not make money out of nothing.
  const sinceMs = Math.min(Math.max(0, nowMs - row.costAtMs), LONGEST_GUESS_MS);
  return costAt(rate, sinceMs / 1000).minor;
}
