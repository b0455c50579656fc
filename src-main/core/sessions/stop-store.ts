import { z } from 'zod';
import { SessionId, type SessionStop, StopBy } from '#common/contract/sessions';
import { type WireError, WireError as WireErrorShape } from '#common/errors';
import type { Money } from '#common/money';
import type { Database } from '../store/open-database';

const Row = z.object({
  id: z.int(),
  sessionId: SessionId,
  by: StopBy,
  askedAtMs: z.int(),
  outcome: z.enum(['waiting', 'confirmed', 'unconfirmed']),
  confirmedAtMs: z.int().nullable(),
  finalMinor: z.int().nullable(),
  currency: z.string().nullable(),
  proof: z.string().nullable(),
  error: z.string().nullable(),
});
export type StopRow = z.infer<typeof Row>;

/** Every stop that was ever asked for, with what the provider said to it. */
export class StopStore {
  constructor(private readonly database: Database) {}

  /** Written before the provider is asked, so that a stop outlives the process that wanted it. */
  ask(sessionId: SessionId, by: StopBy, nowMs: number): number {
    const { lastInsertRowid } = this.database
      .prepare(`INSERT INTO session_stops (session_id, by_whom, asked_at_ms, outcome) VALUES (?, ?, ?, 'waiting')`)
      .run(sessionId, by, nowMs);
    return Number(lastInsertRowid);
  }

  confirm(id: number, nowMs: number, finalCost: Money | null, proof: object): void {
    this.database
      .prepare(
        `UPDATE session_stops SET outcome = 'confirmed', confirmed_at_ms = ?, final_minor = ?, currency = ?, proof = ?,
         error = NULL WHERE id = ?`,
      )
      .run(nowMs, finalCost?.minor ?? null, finalCost?.currency ?? null, JSON.stringify(proof), id);
  }

  /** The provider did not say that it is over; nobody may call it stopped. */
  leaveUnconfirmed(id: number, error: WireError | null): void {
    this.database
      .prepare(`UPDATE session_stops SET outcome = 'unconfirmed', error = ? WHERE id = ?`)
      .run(error && JSON.stringify(error), id);
  }

  /** The cost of a session that is over became certain only after its stop. */
  correct(sessionId: SessionId, finalCost: Money): void {
    this.database
      .prepare(`UPDATE session_stops SET final_minor = ?, currency = ? WHERE session_id = ? AND outcome = 'confirmed'`)
      .run(finalCost.minor, finalCost.currency, sessionId);
  }

  latest(sessionId: SessionId): StopRow | null {
    const row = this.database.prepare(`${select} WHERE session_id = ? ORDER BY id DESC LIMIT 1`).get(sessionId);
    return row === undefined ? null : Row.parse(row);
  }

  /** Of sessions whose entries are not closed. */
  unconfirmed(): StopRow[] {
    return z.array(Row).parse(
      this.database
        .prepare(
          `${select} WHERE outcome <> 'confirmed'
           AND session_id IN (SELECT sessions.id FROM sessions WHERE same_reads < 2)
           AND id = (SELECT max(id) FROM session_stops AS newer WHERE newer.session_id = session_stops.session_id)`,
        )
        .all(),
    );
  }
}

const select = `SELECT id, session_id AS sessionId, by_whom AS by, asked_at_ms AS askedAtMs, outcome,
  confirmed_at_ms AS confirmedAtMs, final_minor AS finalMinor, currency, proof, error FROM session_stops`;

export function shownStop(row: StopRow): SessionStop {
  const { by, askedAtMs, outcome, confirmedAtMs, finalMinor, currency, error } = row;
  return {
    ...{ by, askedAtMs, outcome, confirmedAtMs },
    finalCost: finalMinor === null || currency === null ? null : { minor: finalMinor, currency },
    error: error === null ? null : WireErrorShape.parse(JSON.parse(error)),
  };
}
