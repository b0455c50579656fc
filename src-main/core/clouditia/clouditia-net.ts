export type ClouditiaNet = {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** Ends after `ms`, or rejects with the signal's reason. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborts after `ms`. */
  readonly patience: (ms: number) => AbortSignal;
};

export type ClouditiaConnection = {
  /** E.g. `https://clouditia.com/jobs`, without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
  /** For one request. Clouditia's own client: 60 s. */
  readonly requestTimeoutMs: number;
  /** For a create, which the server may take its time over. Clouditia's own client: 90 s. */
  readonly createTimeoutMs: number;
};

/** What the core needs of a connection in one hand. */
export type Clouditia = { readonly net: ClouditiaNet; readonly connection: ClouditiaConnection };
