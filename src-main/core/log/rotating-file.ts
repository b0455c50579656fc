import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export type RotatingFileOptions = {
  /** A file is closed and put aside before it would grow past this. */
  readonly maxBytes: number;
  /** How many files there are at most, the open one included. */
  readonly files: number;
};

/**
 * Appends lines to `reticle.log`; a full file becomes `reticle.1.log`, the one before `reticle.2.log`, the oldest goes.
 *
 * Writes are synchronous: a log says most in the second before a crash, and few lines are written.
 */
export class RotatingFile {
  #descriptor: number | null = null;
  #bytes = 0;

  constructor(
    private readonly path: string,
    private readonly options: RotatingFileOptions,
  ) {}

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    try {
      this.#open();
      if (this.#bytes > 0 && this.#bytes + bytes > this.options.maxBytes) this.#rotate();
      writeSync(this.#open(), line);
      this.#bytes += bytes;
    } catch {
      // A full disk must not take the app down because of its log; the next line tries again.
      this.close();
    }
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #open(): number {
    if (this.#descriptor === null) {
      mkdirSync(dirname(this.path), { recursive: true });
      this.#descriptor = openSync(this.path, 'a', 0o600);
      this.#bytes = fstatSync(this.#descriptor).size;
    }
    return this.#descriptor;
  }

  #rotate(): void {
    this.close();
    rmSync(this.#numbered(this.options.files - 1), { force: true });
    for (let index = this.options.files - 2; index >= 0; index -= 1) {
      if (existsSync(this.#numbered(index))) renameSync(this.#numbered(index), this.#numbered(index + 1));
    }
  }

  #numbered(index: number): string {
    return index === 0 ? this.path : this.path.replace(/\.log$/, `.${index}.log`);
  }
}
