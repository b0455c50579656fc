/** Lets only so many in at a time, in the order in which they came. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  /**
   * Waits for a place, works, and leaves it, however the work ends.
   *
   * @param places - how many may be inside, this one with them
   */
  async take<T>(places: number, work: () => Promise<T>): Promise<T> {
    while (this.#inside >= places || this.#waiting.length > 0) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.#inside < places) break;
    }
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      this.#waiting.shift()?.();
    }
  }
}
