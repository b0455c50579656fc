import type { WriteStream } from 'node:tty';

/** What happens, on stderr: a bar that redraws itself on a terminal, plain lines for failures everywhere. */
export class Progress {
  #found = 0;
  #done = 0;
  #failed = 0;
  #drawnAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly stderr: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>,
    private readonly now: () => number,
  ) {}

  found(): void {
    this.#found += 1;
    this.#draw();
  }

  done(): void {
    this.#done += 1;
    this.#draw();
  }

  failed(path: string, reason: string): void {
    this.#failed += 1;
    this.#clear();
    this.stderr.write(`${path}: ${reason}\n`);
    this.#draw();
  }

  note(sentence: string): void {
    this.#clear();
    this.stderr.write(`${sentence}\n`);
  }

  end(failed: number): void {
    this.#clear();
    if (failed > 0) this.stderr.write(`${this.#done} analysed, ${failed} failed\n`);
  }

  #draw(): void {
    if (!this.stderr.isTTY || this.now() - this.#drawnAtMs < 100) return;
    this.#drawnAtMs = this.now();
    const finished = this.#done + this.#failed;
    const width = 24;
    const filled = this.#found === 0 ? 0 : Math.round((finished / this.#found) * width);
    const bar = '█'.repeat(filled) + '·'.repeat(width - filled);
    this.stderr.write(`\r\u001b[K${bar} ${finished}/${this.#found}${this.#failed ? `, ${this.#failed} failed` : ''}`);
  }

  #clear(): void {
    if (this.stderr.isTTY) this.stderr.write('\r\u001b[K');
  }
}
