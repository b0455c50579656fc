import { ReticleError } from '#common/errors';

export type EyePopNet = {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** Ends after `ms`, or rejects with the signal's reason. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** A bearer that a 401 can replace once. */
export type Bearer = { get(): Promise<string>; replace(refused: string): Promise<string> };

const RETRY_WAITS_MS = [1000, 2000, 4000];
const RETRIED = new Set([429, 500, 502, 503, 504]);

/**
 * Sends a request by EyePop's rules: 401 is tried once more with a fresh token, 429 and 5xx after 1, 2 and 4 s
 * (or what `Retry-After` says), a lost connection once.
 *
 * @param init - asked anew for every attempt, so that an upload starts from the file and not from a read stream
 * @param isRepeatable - false for what may cost twice when the first answer got lost, such as making a session
 * @throws {ReticleError} EYEPOP_KEY_REFUSED, EYEPOP_REFUSED, EYEPOP_UNREACHABLE
 */
export async function requestWithRetry(
  net: EyePopNet,
  url: string,
  init: () => Promise<RequestInit>,
  bearer: Bearer,
  signal: AbortSignal,
  isRepeatable = true,
): Promise<Response> {
  let token = await bearer.get();
  let [refusals, losses, waits] = [0, 0, 0];
  for (;;) {
    const response = await send(net, url, await init(), token, signal);
    if (response?.ok) return response;
    await response?.body?.cancel();
    if (!response) {
      losses += 1;
      if (losses > 1 || !isRepeatable) throw new ReticleError('EYEPOP_UNREACHABLE', { host: new URL(url).host });
    } else if (response.status === 401) {
      refusals += 1;
      if (refusals > 1) throw new ReticleError('EYEPOP_KEY_REFUSED');
      token = await bearer.replace(token);
    } else {
      const waitMs = RETRY_WAITS_MS[waits];
      if (!isRepeatable || !RETRIED.has(response.status) || waitMs === undefined) {
        throw new ReticleError('EYEPOP_REFUSED', { status: response.status });
      }
      waits += 1;
      await net.wait(retryAfterMs(response) ?? waitMs, signal);
    }
  }
}

async function send(net: EyePopNet, url: string, init: RequestInit, token: string, signal: AbortSignal) {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  try {
    return await net.fetch(url, { ...init, headers, signal });
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds, 30) * 1000 : null;
}
