import { ReticleError } from '#common/errors';
import type { Trouble } from './eyepop-errors';
import type { EyePopNet } from './eyepop-net';
import type { Places } from './with-retries';

/** An endpoint that failed is left alone for so long. */
const unhealthyMs = 31_000;
/** Where to go is not looked up more often than this, ... */
const lookUpEveryMs = 10_000;
/** ... and again after this. */
const lookUpAgainMs = 3_721_000;

export type EndpointHealth = { readonly url: string; readonly failedAtMs: number | null };

/**
 * Spreads requests over the endpoints that there are: from a random one on in turn, past those that failed lately. When
 * none is left, they are looked up anew.
 */
export class Endpoints implements Places {
  readonly #failedAtMs = new Map<string, number>();
  #urls: readonly string[] = [];
  #suspect: string | null = null;
  #nextIndex = 0;
  #lookedUpAtMs = Number.NEGATIVE_INFINITY;
  #lookingUp: Promise<void> | null = null;

  /** @param lookUp - gives the URLs; not stopped by who waits for it, for others may wait, too */
  constructor(
    private readonly lookUp: () => Promise<readonly string[]>,
    private readonly net: Pick<EyePopNet, 'now' | 'wait' | 'random'>,
  ) {}

  get health(): EndpointHealth[] {
    return this.#urls.map((url) => ({ url, failedAtMs: this.#markOf(url) }));
  }

  /** @throws {ReticleError} EYEPOP_NO_ENDPOINT, or what the look-up throws */
  async next(signal: AbortSignal): Promise<string> {
    const isOld = this.#nowMs() - this.#lookedUpAtMs > lookUpAgainMs;
    const known = isOld ? null : this.#pick();
    if (known !== null) return known;
    await untilAborted(this.#refresh(signal), signal);
    const found = this.#pick();
    if (found === null) throw new ReticleError('EYEPOP_NO_ENDPOINT', { count: this.#urls.length });
    return found;
  }

  worked(url: string): void {
    this.#suspect = null;
    this.#failedAtMs.delete(url);
  }

  /** The only endpoint there is gets a second chance at once after a lost connection. */
  missed(url: string, trouble: Trouble): boolean {
    if (trouble === 'lost' && this.#urls.length === 1 && this.#suspect !== url) this.#suspect = url;
    else this.#failedAtMs.set(url, this.#nowMs());
    return true;
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const dueMs = this.#lookedUpAtMs + lookUpEveryMs - this.#nowMs();
    if (dueMs > 0 && !this.#lookingUp) await this.net.wait(dueMs, signal);
    // Somebody else who waited may have been here meanwhile.
    if (dueMs > 0 && this.#pick() !== null) return;
    this.#lookingUp ??= this.#lookUpNow().finally(() => {
      this.#lookingUp = null;
    });
    await this.#lookingUp;
  }

  async #lookUpNow(): Promise<void> {
    try {
      this.#urls = await this.lookUp();
    } finally {
      this.#lookedUpAtMs = this.#nowMs();
    }
    this.#failedAtMs.clear();
    this.#nextIndex = Math.floor(this.net.random() * this.#urls.length);
  }

  #pick(): string | null {
    for (let tried = 0; tried < this.#urls.length; tried += 1) {
      const url = this.#urls[this.#nextIndex % this.#urls.length] ?? '';
      this.#nextIndex += 1;
      if (this.#markOf(url) === null) return url;
    }
    return null;
  }

  #markOf(url: string): number | null {
    const failedAtMs = this.#failedAtMs.get(url) ?? Number.NEGATIVE_INFINITY;
    return this.#nowMs() - failedAtMs < unhealthyMs ? failedAtMs : null;
  }

  #nowMs(): number {
    return this.net.now().getTime();
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop));
}
