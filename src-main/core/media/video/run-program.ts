import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const keptErrorChars = 4000;

/** A program ended with another status than 0; `stderr` is the end of what it said. */
export class ProgramError extends Error {
  override name = 'ProgramError';
  constructor(
    program: string,
    readonly status: number | string,
    readonly stderr: string,
  ) {
    super(`${program} ended with ${status}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  }
}

/**
 * Runs a program and yields what it prints, line by line, at the reader's pace. A reader that leaves, or the signal, ends
 * the program.
 *
 * @throws {ProgramError} when it fails
 */
export async function* programLines(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  signal.throwIfAborted();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-keptErrorChars);
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, killedBy) => resolve(killedBy ?? code ?? 0));
    child.once('error', (error) => {
      stderr += error.message;
      resolve('start');
    });
  });
  try {
    yield* createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    const status = await ended;
    signal.throwIfAborted();
    if (status !== 0) throw new ProgramError(program, status, stderr);
  } finally {
    child.kill('SIGKILL');
  }
}
