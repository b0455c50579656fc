import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import { found } from '../http-problem';

/** What every row has; it holds whatever other fields came, too. Times are ISO 8601. */
export type Row = { readonly uuid: string; readonly created_at: string; readonly updated_at: string };

/** Rows of one kind, in memory, in the order in which they came. */
export class Table<T extends Row> {
  readonly #rows = new Map<string, T>();

  constructor(
    private readonly what: string,
    private readonly clock: Clock,
  ) {}

  add(fields: Omit<T, keyof Row>): T {
    const now = this.clock.now().toISOString();
    // All that T has beside a row's own fields is in `fields`, which TypeScript does not put together again.
    const row = { ...fields, uuid: randomUUID(), created_at: now, updated_at: now } as unknown as T;
    this.#rows.set(row.uuid, row);
    return row;
  }

  /** @throws {HttpProblem} 404 */
  get(uuid: string | undefined): T {
    return found(this.#rows.get(uuid ?? ''), this.what);
  }

  find(uuid: string): T | null {
    return this.#rows.get(uuid) ?? null;
  }

  /** Fields that are null are left as they are: EyePop's Python SDK sends null for what it does not change. */
  change(uuid: string | undefined, fields: Readonly<Record<string, unknown>>): T {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
    const row = { ...this.get(uuid), ...given, uuid, updated_at: this.clock.now().toISOString() } as T; // as it was
    this.#rows.set(row.uuid, row);
    return row;
  }

  remove(uuid: string | undefined): T {
    const row = this.get(uuid);
    this.#rows.delete(row.uuid);
    return row;
  }

  list(isWanted: (row: T) => boolean = () => true): T[] {
    return [...this.#rows.values()].filter(isWanted);
  }
}
