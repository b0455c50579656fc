import { ReticleError } from '#common/errors';
import { asDiskError } from '#core/store/errors';
import { type CliCore, withCore, withSessions } from './cli-core';
import { analyze } from './commands/analyze';
import { type AnalyzeArgs, parseAnalyzeArgs } from './commands/analyze-args';
import { withEngine } from './commands/cloud';
import { modelsCommand, parseModelsArgs } from './commands/models';
import { Progress } from './commands/progress';
import { parseSessionsArgs } from './commands/session-args';
import { sessionsCommand } from './commands/sessions';
import { UsageError, usage } from './commands/usage';
import { productAround } from './product';

const { stdout, stderr } = process;
const builtDir = import.meta.dirname;

/** The command line: the core with no window at all. @returns The exit status. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const [command, ...rest] = args;
  if (asksFor(args, '--help', '-h')) stdout.write(usage);
  else if (command === '--version' || command === '-v') stdout.write(`${productAround(builtDir).version}\n`);
  else if (command === 'analyze') {
    const parsed = parseAnalyzeArgs(rest);
    return withCore(builtDir, (core) => runAnalyze(parsed, core, signal));
  } else if (command === 'models') {
    const parsed = parseModelsArgs(rest);
    await withCore(builtDir, ({ models }) => modelsCommand(parsed, models, stdout, signal));
  } else if (command === 'sessions' || command === 'gpus' || command === 'balance' || command === 'queue') {
    const parsed = parseSessionsArgs(command, rest);
    return withSessions((core) => sessionsCommand(parsed, core, stdout, signal));
  } else throw new UsageError(command ? `There is no command ${command}.` : 'What should be done?');
  return 0;
}

/** What stands behind `--` is a file's name, whatever it looks like. */
function asksFor(args: readonly string[], ...names: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((arg) => names.includes(arg));
}

async function runAnalyze(args: AnalyzeArgs, core: CliCore, signal: AbortSignal): Promise<number> {
  const progress = new Progress(stderr, () => performance.now());
  const note = (sentence: string) => progress.note(sentence);
  const failed = await withEngine(
    args,
    { core, env: process.env, cwd: process.cwd(), note },
    ({ id, engine }) => analyze(args, { id, engine, stdout, progress }, signal),
    signal,
  );
  return failed > 0 ? 1 : 0;
}

function statusOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) {
    stderr.write('Cancelled.\n');
    // What a shell reports for a process that Ctrl-C ended.
    return 130;
  }
  if (!(error instanceof ReticleError)) {
    stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
  stderr.write(`${error.userMessage}\n`);
  if (error.code !== 'USAGE') return 1;
  stderr.write('“reticle --help” shows how it is used.\n');
  return 2;
}

/** Results have nowhere to go any more. */
function stdoutFailed(error: NodeJS.ErrnoException): void {
  // `reticle analyze … | head` closes the pipe: nobody reads any more, so there is nothing left to do.
  if (error.code === 'EPIPE') process.exit(0);
  const known = asDiskError(error, 'the output');
  stderr.write(`${known instanceof ReticleError ? known.userMessage : `The output failed: ${error.message}`}\n`);
  process.exit(1);
}

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
stdout.on('error', stdoutFailed);

process.exitCode = await main(process.argv.slice(2), interrupted.signal).catch((error: unknown) =>
  statusOf(error, interrupted.signal),
);
