import { EyePopTroubleError, type Trouble } from './eyepop-errors';
import type { EyePopNet } from './eyepop-net';

/** A bearer that a 401 can replace once. Null stands for none, where nobody asks for one. */
export type Bearer = { get(): Promise<string | null>; replace(refused: string | null): Promise<string | null> };

/** Where requests go: one URL, or one of several. */
export type Places = {
  next(signal: AbortSignal): Promise<string>;
  worked(place: string): void;
  /** @returns whether another try may find its way */
  missed(place: string, trouble: Trouble): boolean;
};

/** A lost connection is tried once more, a 404 is final. */
export function onePlace(url: string): Places {
  let losses = 0;
  return {
    next: async () => url,
    worked: () => {},
    missed: (_, trouble) => {
      losses += 1;
      return trouble === 'lost' && losses <= 1;
    },
  };
}

const retryWaitsMs = [1000, 2000, 4000];
/** From the first failure on; then what fails is final. An upload that takes longer has its second try, and no third. */
const retryCapMs = 30_000;

type Failure = { firstAtMs: number | null; last: unknown };

/**
 * Tries by EyePop's rules: 401 once more with a fresh token, 429 and 5xx after 1, 2 and 4 s (or what `Retry-After`
 * says), 404 and lost connections at once in another place.
 *
 * @param attempt - throws an `EyePopTroubleError` for what may go well another time
 * @param isRepeatable - false for what may cost twice when the first answer got lost, such as making a session
 * @throws what the last attempt threw
 */
export async function withRetries<T>(
  net: EyePopNet,
  { bearer, places, isRepeatable = true }: { bearer: Bearer; places: Places; isRepeatable?: boolean },
  attempt: (place: string, token: string | null) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let token = await bearer.get();
  let [refusals, sources, waits] = [0, 0, 0];
  const failure: Failure = { firstAtMs: null, last: null };
  const isLate = (waitMs = 0) =>
    failure.firstAtMs !== null && net.now().getTime() + waitMs - failure.firstAtMs > retryCapMs;
  for (;;) {
    signal.throwIfAborted();
    const place = await places.next(signal);
    if (isLate()) throw failure.last;
    try {
      const result = await attempt(place, token);
      places.worked(place);
      return result;
    } catch (error) {
      if (!(error instanceof EyePopTroubleError)) throw error;
      failure.firstAtMs ??= net.now().getTime();
      failure.last = error;
      if (error.trouble === 'token') {
        refusals += 1;
        if (refusals > 1) throw error;
        token = await bearer.replace(token);
      } else if (!isRepeatable || isLate()) throw error;
      else if (error.trouble === 'source') {
        sources += 1;
        if (sources > 1) throw error;
      } else if (error.trouble === 'busy') {
        const waitMs = error.retryAfterMs ?? retryWaitsMs[waits] ?? 0;
        if (waits >= retryWaitsMs.length || isLate(waitMs)) throw error;
        waits += 1;
        await net.wait(waitMs, signal);
      } else if (!places.missed(place, error.trouble)) throw error;
    }
  }
}
