import type { EyePopNet } from './eyepop-net';

/** Aborts its signal when nothing has moved for a while: half-open sockets say nothing, and never end by themselves. */
export class StallWatch {
  readonly #stalled = new AbortController();
  readonly signal = this.#stalled.signal;
  #movedAtMs: number;
  #isHeld = false;
  #forget: () => void;

  constructor(
    private readonly net: Pick<EyePopNet, 'now' | 'after'>,
    private readonly limitMs: number,
  ) {
    this.#movedAtMs = this.#nowMs();
    this.#forget = this.#arm(limitMs);
  }

  moved(): void {
    this.#isHeld = false;
    this.#movedAtMs = this.#nowMs();
  }

  /** Until something moves again: it is our reader who takes its time. */
  hold(): void {
    this.#isHeld = true;
  }

  stop(): void {
    this.#forget();
  }

  #arm(ms: number): () => void {
    return this.net.after(ms, () => {
      const leftMs = this.#isHeld ? this.limitMs : this.#movedAtMs + this.limitMs - this.#nowMs();
      if (leftMs > 0) this.#forget = this.#arm(leftMs);
      else this.#stalled.abort();
    });
  }

  #nowMs(): number {
    return this.net.now().getTime();
  }
}
