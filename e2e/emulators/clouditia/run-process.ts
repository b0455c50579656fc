import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export type ProcessEnd = {
  readonly stdout: string;
  readonly stderr: string;
  /** 124 when the time was up, 127 when there is no such program, 128 and more when a signal ended it. */
  readonly exitCode: number;
  readonly isTimedOut: boolean;
};
export type ProcessRules = {
  readonly cwd: string;
  readonly limitMs: number;
  /** Text as it is written. */
  /** Ends it when nobody waits for it any more. */
  readonly signal?: AbortSignal;
  readonly onText?: (stream: 'stdout' | 'stderr', text: string) => void;
};
export type RunningProcess = { readonly end: Promise<ProcessEnd>; readonly kill: () => void };

const MAX_OUTPUT = 16 * 1024 * 1024;

/**
 * Starts a program in a folder of its own. It gets no input and nothing of our environment but where programs are
 * found, so that what it answers depends on the command alone.
 */
export function startProcess(program: string, args: readonly string[], rules: ProcessRules): RunningProcess {
  const child = spawn(program, args, {
    cwd: rules.cwd,
    env: processEnv(rules.cwd),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it started ends with it.
    detached: process.platform !== 'win32',
  });
  const kill = () => killGroup(child.pid);
  const text = { stdout: '', stderr: '' };
  if (rules.signal?.aborted) kill();
  rules.signal?.addEventListener('abort', kill);
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    kill();
  }, rules.limitMs);
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
      rules.onText?.(stream, chunk);
      if (text[stream].length > MAX_OUTPUT) kill();
    });
  }
  const end = new Promise<ProcessEnd>((resolve) => {
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ stdout: '', stderr: `${program}: ${error.message}`, exitCode: 127, isTimedOut });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      rules.signal?.removeEventListener('abort', kill);
      const signalled = signal === null ? 1 : 128 + constants.signals[signal];
      resolve({ ...text, exitCode: isTimedOut ? 124 : (code ?? signalled), isTimedOut });
    });
  });
  return { end, kill };
}

export function processEnv(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, TMPDIR: home, LANG: 'C.UTF-8', PYTHONUNBUFFERED: '1' };
}

export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
