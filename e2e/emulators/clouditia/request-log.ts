import type { Fault } from './faults';

export type LogEntry = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** As it was sent; null where nothing was. */
  readonly body: string | null;
  readonly userAgent: string | null;
  /** Who asked: a user's name, `session …` for a session's key, null for neither. The key itself is not kept. */
  readonly by: string | null;
  readonly faults: readonly Fault['kind'][];
  /** Null until it is answered; stays null when nothing ever is. */
  status: number | null;
};

/** What came in, in order, for tests to look at. */
export class RequestLog {
  readonly entries: LogEntry[] = [];

  add(entry: LogEntry): LogEntry {
    this.entries.push(entry);
    return entry;
  }

  /** `METHOD /path` of every entry. */
  routes(): string[] {
    return this.entries.map(({ method, path }) => `${method} ${path}`);
  }
}
