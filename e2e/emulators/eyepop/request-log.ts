/** A request as it came in, and how it was answered. */
export type LoggedRequest = {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a body that is text and was read; null otherwise. */
  body: string | null;
  /** As far as it was read. */
  bodyBytes: number;
  /** Null while it is being answered, and where the client left before. */
  status: number | null;
  hasFault: boolean;
};

const limit = 10_000;

/** What an emulator received, oldest first; the oldest are dropped beyond ten thousand. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > limit) this.#entries.shift();
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** As `METHOD /path`. */
  get routes(): string[] {
    return this.#entries.map(({ method, path }) => `${method} ${path}`);
  }

  clear(): void {
    this.#entries = [];
  }
}
