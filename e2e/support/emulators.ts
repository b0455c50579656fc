import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..', '..');
const Ready = z.record(z.string(), z.object({ url: z.string(), env: z.record(z.string(), z.string()) }));
export type Ready = z.infer<typeof Ready>;

/** All emulators in a process of their own, as `npm run emulators` starts them: their answers are real. */
export class RunningEmulators {
  private constructor(
    private readonly process: ChildProcess,
    readonly ready: Ready,
  ) {}

  static async start(): Promise<RunningEmulators> {
    const child = spawn(process.execPath, [resolve(root, 'scripts', 'emulators.mjs'), '--json'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      // A group of its own: what it starts ends with it.
      detached: true,
    });
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue;
      return new RunningEmulators(child, Ready.parse(JSON.parse(line)));
    }
    throw new Error('the emulators ended before they were ready');
  }

  /** At once and without a word, as a service that is lost. */
  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const ended = once(this.process, 'exit');
    process.kill(-pid, 'SIGKILL');
    await ended;
  }
}
