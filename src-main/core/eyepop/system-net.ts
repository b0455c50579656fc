import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch as undiciFetch } from 'undici';
import type { EyePopNet } from './eyepop-net';
import { RequestTrace } from './request-trace';

/** The world as it is. */
export function systemNet(): EyePopNet {
  // Node's own limit of five minutes would end the silent answer to a long upload. `StallWatch` has ours.
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const patientFetch = (...[input, init]: Parameters<typeof undiciFetch>) =>
    undiciFetch(input, { ...init, dispatcher });
  return {
    // The same function as Node's, of a newer undici: only their types do not know each other.
    fetch: patientFetch as unknown as typeof fetch,
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
  };
}
