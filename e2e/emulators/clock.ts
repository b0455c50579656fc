import { setTimeout as sleep } from 'node:timers/promises';

/** The time that an emulator lives in; tests hand one in that they move themselves. */
export type Clock = {
  now(): Date;
  /** Ends after `ms`, or rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => new Date(),
  // Not waited for when the process wants to end.
  wait: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
};
