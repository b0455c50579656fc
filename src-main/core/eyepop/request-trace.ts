export type TraceResult = 'open' | 'success' | 'status' | 'connection' | 'timeout' | 'cancelled';

/** What a request is for. */
export type TracedWork = { readonly job: string; readonly frame: number | null };

/** One attempt of one request. Headers are as they were sent, with secrets struck out. */
export type TracedRequest = {
  /** `X-Request-Id` */
  readonly id: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** With its `?`, or empty. */
  readonly query: string;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a body that is text; null for media and for no body. */
  readonly body: string | null;
  readonly startedAtMs: number;
  readonly work: TracedWork | null;
  status: number | null;
  result: TraceResult;
  /** Until the headers of the answer came, ms. */
  waitMs: number;
  /** From then until the end of the answer, ms. */
  processMs: number;
  bytesSent: number;
  bytesReceived: number;
};

/** As many as EyePop's own client keeps. */
const usualLimit = 1204;

/** The latest requests, oldest first; their entries go on changing until they are done. */
export class RequestTrace {
  #entries: TracedRequest[] = [];

  /** @param limit - 0 keeps none */
  constructor(private readonly limit = usualLimit) {}

  add(entry: TracedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.limit) this.#entries.shift();
  }

  get entries(): readonly TracedRequest[] {
    return this.#entries;
  }
}
