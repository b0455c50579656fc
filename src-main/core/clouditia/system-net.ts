import { setTimeout } from 'node:timers/promises';
import type { ClouditiaNet } from './clouditia-net';

/** The network and the time of this computer. */
export const systemNet = (now: () => Date): ClouditiaNet => ({
  fetch,
  now,
  wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
  patience: (ms) => AbortSignal.timeout(ms),
});
