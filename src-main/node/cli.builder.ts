import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { testCli } from './bundle-cli';

export type CliOptions = {
  readonly home: string;
  readonly cwd: string;
  /** Beside what this process has. */
  readonly env?: Readonly<Record<string, string>>;
};
export type CliEnd = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Starts the real command line as a process of its own. */
export function startCli({ home, cwd, env }: CliOptions, ...args: string[]) {
  return spawn(process.execPath, [testCli, ...args], {
    cwd,
    env: { ...process.env, ...env, RETICLE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the real command line to its end. */
export async function runCli(options: CliOptions, ...args: string[]): Promise<CliEnd> {
  const child = startCli(options, ...args);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>, // what Node hands over with `exit`
  ]);
  return { status, stdout, stderr };
}
