import { z } from 'zod';
import type { ConnectionId } from '#common/contract/connections';
import type { SessionId } from '#common/contract/sessions';
import type { Database } from '../store/open-database';
import { LedgerRow } from './ledger-row';

type Column = keyof LedgerRow;

const columns = Object.keys(LedgerRow.shape) as readonly Column[]; // the keys of its own shape
const sqlName = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const select = `SELECT ${columns.map((column) => `${sqlName(column)} AS ${column}`).join(', ')} FROM sessions`;

/** Every session that we asked for or found, in SQLite. Rows are added and changed, never deleted but to join two. */
export class Ledger {
  constructor(private readonly database: Database) {}

  find(id: SessionId): LedgerRow | null {
    return this.#one('id = ?', id);
  }

  byRequest(requestId: string): LedgerRow | null {
    return this.#one('request_id = ?', requestId);
  }

  byProviderId(connectionId: ConnectionId, providerId: string): LedgerRow | null {
    return this.#one('connection_id = ? AND provider_id = ?', connectionId, providerId);
  }

  /** Newest first. */
  list(limit: number, offset = 0): LedgerRow[] {
    return this.#many('true ORDER BY asked_at_ms DESC, rowid DESC LIMIT ? OFFSET ?', limit, offset);
  }

  /** Those of which the last word is not spoken: they may change, or their final cost is not certain yet. */
  open(connectionId: ConnectionId): LedgerRow[] {
    return this.#many('same_reads < 2 AND connection_id = ? ORDER BY asked_at_ms, rowid', connectionId);
  }

  /** All that may cost money now. */
  alive(): LedgerRow[] {
    const states = `'asked', 'queued', 'starting', 'running', 'unknown', 'vanished'`;
    return this.#many(`same_reads < 2 AND state IN (${states}) ORDER BY asked_at_ms, rowid`);
  }

  /** All that may cost money now or of which the final cost is not certain yet. */
  uncertain(): LedgerRow[] {
    return this.#many('same_reads < 2 ORDER BY asked_at_ms, rowid');
  }

  /** Of one provider account: wishes without an answer that anybody saw, the oldest first. */
  unanswered(connectionId: ConnectionId): LedgerRow[] {
    return this.#many(
      `connection_id = ? AND provider_id IS NULL AND queue_id IS NULL AND wish IS NOT NULL
       AND state IN ('asked', 'not-made') ORDER BY asked_at_ms, rowid`,
      connectionId,
    );
  }

  add(row: LedgerRow): void {
    const names = columns.map(sqlName).join(', ');
    this.database
      .prepare(`INSERT INTO sessions (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
      .run(...columns.map((column) => written(row[column])));
  }

  update(id: SessionId, changes: Partial<LedgerRow>): void {
    const changed = columns.filter((column) => changes[column] !== undefined);
    if (changed.length === 0) return;
    this.database
      .prepare(`UPDATE sessions SET ${changed.map((column) => `${sqlName(column)} = ?`).join(', ')} WHERE id = ?`)
      .run(...changed.map((column) => written(changes[column])), id);
  }

  /**
   * What a row was told of a session turned out to belong to another row, which takes all of it over. A row that found
   * the session goes; one that was only guessed to have asked for it is without an answer again.
   */
  join(found: LedgerRow, asked: SessionId): void {
    for (const table of ['cost_samples', 'cost_days', 'session_stops']) {
      this.database.prepare(`UPDATE ${table} SET session_id = ? WHERE session_id = ?`).run(asked, found.id);
    }
    if (found.requestId === null) this.database.prepare('DELETE FROM sessions WHERE id = ?').run(found.id);
    else this.update(found.id, UNANSWERED);
    const { id, requestId, origin, wish, tags, askedAtMs, ...told } = found;
    this.update(asked, told);
  }

  /** All or nothing, and alone among the processes that have the database open. */
  whole<T>(work: () => T): T {
    return this.database.inTransaction ? work() : this.database.transaction(work).immediate();
  }

  #one(where: string, ...values: readonly string[]): LedgerRow | null {
    const row = this.database.prepare(`${select} WHERE ${where}`).get(...values);
    return row === undefined ? null : LedgerRow.parse(row);
  }

  #many(where: string, ...values: readonly (string | number)[]): LedgerRow[] {
    return z.array(LedgerRow).parse(this.database.prepare(`${select} WHERE ${where}`).all(...values));
  }
}

const UNANSWERED: Partial<LedgerRow> = {
  ...{ providerId: null, state: 'asked', billing: 'unknown', reason: null, startedAtMs: null, endedAtMs: null },
  ...{ seenAtMs: null, rateMicro: null, currency: null, costMinor: null, costAtMs: null, billedSeconds: null },
  ...{ gapMinor: null, sameReads: 0 },
};

const written = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
