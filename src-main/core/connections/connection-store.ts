import { z } from 'zod';
import { Connection, type ConnectionId } from '#common/contract/connections';
import type { Database } from '../store/open-database';

/** A connection as it lies in the database: without its key. */
export type StoredConnection = Omit<Connection, 'hasKey'>;
const Row = Connection.omit({ hasKey: true });

export class ConnectionStore {
  constructor(private readonly database: Database) {}

  list(): StoredConnection[] {
    return z.array(Row).parse(this.database.prepare(`${select} ORDER BY added_at_ms, id`).all());
  }

  find(id: ConnectionId): StoredConnection | null {
    const row = this.database.prepare(`${select} WHERE id = ?`).get(id);
    return row === undefined ? null : Row.parse(row);
  }

  add({ id, provider, name, baseUrl, addedAtMs }: StoredConnection): void {
    this.database
      .prepare('INSERT INTO connections (id, provider, name, base_url, added_at_ms) VALUES (?, ?, ?, ?, ?)')
      .run(id, provider, name, baseUrl, addedAtMs);
  }

  rename(id: ConnectionId, name: string): void {
    this.database.prepare('UPDATE connections SET name = ? WHERE id = ?').run(name, id);
  }

  remove(id: ConnectionId): void {
    this.database.prepare('DELETE FROM connections WHERE id = ?').run(id);
  }
}

const select = 'SELECT id, provider, name, base_url AS baseUrl, added_at_ms AS addedAtMs FROM connections';
