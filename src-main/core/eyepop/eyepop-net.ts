import type { RequestTrace } from './request-trace';

/** What the client needs of the world: tests hand in a clock that they move themselves. */
export type EyePopNet = {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** Ends after `ms`, or rejects with the signal's reason. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Calls `act` after `ms`. @returns takes it back */
  readonly after: (ms: number, act: () => void) => () => void;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** For `X-Request-Id`: 32 hexadecimal digits. */
  readonly newRequestId: () => string;
  readonly trace: RequestTrace;
};
