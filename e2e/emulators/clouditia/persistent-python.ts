import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { PERSISTENT } from './python-code';
import { killGroup, processEnv } from './run-process';

const Line = z.object({ output: z.string(), error: z.string(), result: z.string(), exit_code: z.int() });
export type PersistentResult = z.infer<typeof Line>;

/** A Python that remembers. It lives until it is closed, its time is up, or it dies of what it ran. */
export class PersistentPython {
  readonly #child;
  readonly #lines;
  /** One piece of code at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(cwd: string) {
    this.#child = spawn('python3', ['-c', PERSISTENT], {
      cwd,
      env: processEnv(cwd),
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: process.platform !== 'win32',
    });
    // Where there is no Python, the lines end at once.
    this.#child.on('error', () => this.#child.stdout.destroy());
    this.#child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Null when it did not live to answer. */
  async run(code: string, limitMs: number): Promise<PersistentResult | null> {
    const mine = this.#turn.then(() => this.#run(code, limitMs));
    this.#turn = mine;
    return mine;
  }

  close(): void {
    killGroup(this.#child.pid);
  }

  async #run(code: string, limitMs: number): Promise<PersistentResult | null> {
    const timer = setTimeout(() => this.close(), limitMs);
    this.#child.stdin.write(`${JSON.stringify({ code })}\n`);
    const line = await this.#lines.next();
    clearTimeout(timer);
    return line.done ? null : Line.parse(JSON.parse(line.value));
  }
}
