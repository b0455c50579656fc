import { setTimeout as delay } from 'node:timers/promises';

type Pause = (ms: number, signal: AbortSignal) => Promise<void>;
const wait: Pause = (ms, signal) => delay(ms, undefined, { signal, ref: false });

/**
 * A number that grows with every change, and a stream of it that drops what a slow reader missed.
 *
 * A transport queues without limit, so what travels is "something changed, now at revision 812"; the reader pulls the
 * rows it shows.
 */
export class Changes {
  #revision = 0;
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly minGapMs = 150,
    private readonly pause: Pause = wait,
  ) {}

  get revision(): number {
    return this.#revision;
  }

  bump(): number {
    this.#revision += 1;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
    return this.#revision;
  }

  /** Yields the revision at once, then each time it has grown, at most once in `minGapMs`. Ends when `signal` aborts. */
  async *stream(signal: AbortSignal): AsyncGenerator<number, void> {
    let seen = -1;
    while (!signal.aborted) {
      if (this.#revision > seen) {
        seen = this.#revision;
        yield seen;
        await this.pause(this.minGapMs, signal).catch(() => {});
      } else {
        await this.#next(signal);
      }
    }
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
