import type { EyePopNet } from './eyepop-net';
import { RequestTrace } from './request-trace';

type Timer = { readonly dueMs: number; readonly act: () => void };

/** A world without sleeping: waits end at once and move the clock, timers go off when a test moves it. */
export class TestNet implements EyePopNet {
  readonly trace: RequestTrace = new RequestTrace();
  readonly waits: number[] = [];
  fetch: typeof fetch = fetch;
  nowMs = 1_780_000_000_000;
  nextRandom = 0;
  #timers = new Set<Timer>();
  #requests = 0;

  readonly now = () => new Date(this.nowMs);
  readonly random = () => this.nextRandom;
  readonly newRequestId = () => {
    this.#requests += 1;
    return this.#requests.toString(16).padStart(32, '0');
  };

  readonly wait = async (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    this.waits.push(ms);
    this.nowMs += ms;
  };

  readonly after = (ms: number, act: () => void) => {
    const timer = { dueMs: this.nowMs + ms, act };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** How many timers nobody took back. */
  get timersLeft(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.nowMs += ms;
    for (const timer of this.#timers) {
      if (timer.dueMs > this.nowMs) continue;
      this.#timers.delete(timer);
      timer.act();
    }
  }
}
