import type { Session } from '#common/contract/sessions';
import type { LedgerRow } from './ledger-row';
import { costOf, isOver, limitOf, rateOf } from './ledger-row';
import { endsAtMs, figureOf } from './running-cost';
import { type StopRow, shownStop } from './stop-store';

/** A session as the page and the command line see it. */
export function shownSession(row: LedgerRow, stop: StopRow | null, nowMs: number): Session {
  const { id, connectionId, provider, providerId, origin, name, gpus, tags, state, billing } = row;
  const { askedAtMs, startedAtMs, endedAtMs, seenAtMs } = row;
  const cost = costOf(row);
  return {
    ...{ id, connectionId, provider, providerId, origin, name, gpus, tags, state, billing },
    ...{ askedAtMs, startedAtMs, endedAtMs, seenAtMs },
    isOrphan: origin === 'found' && !isOver(row),
    limits: { cost: limitOf(row), durationSeconds: row.limitSeconds },
    reason: row.reason ?? reasonOf(row, stop),
    rate: rateOf(row),
    cost: figureOf(row, nowMs),
    gap: cost && row.gapMinor !== null ? { ours: { ...cost, minor: row.gapMinor }, theirs: cost } : null,
    idleMs: state === 'running' ? Math.max(0, nowMs - (idleSinceMs(row) ?? nowMs)) : null,
    endsAtMs: endsAtMs(row),
    stop: stop && shownStop(stop),
  };
}

/** Since when nothing ran on it. */
export function idleSinceMs({ usedAtMs, startedAtMs }: LedgerRow): number | null {
  return usedAtMs ?? startedAtMs;
}

/** Providers do not say why a session stopped; what we asked for and its limits do. */
function reasonOf(row: LedgerRow, stop: StopRow | null): string | null {
  if (row.state !== 'stopped') return null;
  if (stop) return `stopped-by-${stop.by}`;
  const limit = limitOf(row);
  if (limit && row.costMinor !== null && row.costMinor >= limit.minor) return 'cost-limit';
  if (row.limitSeconds !== null && (row.billedSeconds ?? 0) >= row.limitSeconds) return 'duration-limit';
  return 'provider';
}
