import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** A small thing that a window remembers. Lost is better than in the way: nothing here throws for a damaged file. */
export class JsonFile<T> {
  constructor(
    private readonly path: string,
    private readonly shape: z.ZodType<T>,
  ) {}

  read(): T | null {
    try {
      return this.shape.parse(JSON.parse(readFileSync(this.path, 'utf8')));
    } catch {
      return null;
    }
  }

  /** Whole or not at all: a process that is killed while it writes leaves the old content. */
  write(value: T): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const draft = `${this.path}.part`;
    writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
    renameSync(draft, this.path);
  }
}
