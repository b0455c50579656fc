import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** Where the Reticle that has the data folder can be reached; it writes this into its lock file once it can. */
export type Address = { readonly url: string; readonly key: string };

const HandOverAnswer = z.object({ url: z.url() });

/**
 * Gives files to the Reticle that runs already.
 *
 * @param files - absolute paths
 * @returns a link that lets a browser in there
 * @throws {Error} When it does not answer, or is not ours
 */
export async function handOver(address: Address, files: readonly string[], signal: AbortSignal): Promise<string> {
  const response = await fetch(new URL('/hand-over', address.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${address.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ files }),
    redirect: 'error',
    signal,
  });
  if (!response.ok) throw new Error(`the running Reticle refused with ${response.status}`);
  return HandOverAnswer.parse(await response.json()).url;
}

/**
 * Waits until the running Reticle has told its address: the other one may have started a moment ago.
 *
 * @param read - reads the lock file; null when nobody has the folder any more
 */
export async function untilAnnounced(
  read: () => { readonly url?: string | undefined; readonly key?: string | undefined } | null,
  signal: AbortSignal,
): Promise<Address | null> {
  while (!signal.aborted) {
    const lock = read();
    if (!lock) return null;
    if (lock.url && lock.key) return { url: lock.url, key: lock.key };
    await delay(50, undefined, { signal }).catch(() => {});
  }
  return null;
}
