import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EyePopNet } from './eyepop-net';
import { RequestTrace } from './request-trace';

/** The world as it is. */
export const systemNet = (): EyePopNet => ({
  fetch,
  now: () => new Date(),
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
  after: (ms, act) => {
    // A request keeps the process alive by itself.
    const timer = setTimeout(act, ms).unref();
    return () => clearTimeout(timer);
  },
  random: Math.random,
  newRequestId: () => randomUUID().replaceAll('-', ''),
  trace: new RequestTrace(),
});
