import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { ReticleError } from '#common/errors';
import { InferenceClient } from '#core/local/inference-client';
import { openLog } from '#core/log/log';
import { ModelService } from '#core/models/model-service';
import { SqliteModelStore } from '#core/models/model-store';
import { SettingsService } from '#core/settings/settings-service';
import { openDatabase } from '#core/store/open-database';
import type { Host } from '../core/host';
import { analyze } from './commands/analyze';
import { parseAnalyzeArgs } from './commands/analyze-args';
import { modelsCommand } from './commands/models';
import { Progress } from './commands/progress';
import { UsageError, usage } from './commands/usage';
import { dataDirOf } from './data-dir';
import { forkNodeProcess } from './fork-process';
import { productAround } from './product';

const { stdout, stderr } = process;

/** The command line: the core with no window at all. @returns The exit status. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const [command, ...rest] = args;
  const product = productAround(import.meta.dirname);
  if (command === '--version' || command === '-v') stdout.write(`${product.version}\n`);
  else if (command === '--help' || command === '-h') stdout.write(usage);
  else if (command === 'analyze') return withCore(product, (core) => runAnalyze(rest, core, signal));
  else if (command === 'models') return withCore(product, (core) => runModels(rest, core, signal));
  else throw new UsageError(command ? `There is no command ${command}.` : 'What should be done?');
  return 0;
}

type CliCore = { readonly inference: InferenceClient; readonly models: ModelService };

async function withCore(
  product: ReturnType<typeof productAround>,
  use: (core: CliCore) => Promise<number>,
): Promise<number> {
  const dataDir = dataDirOf({ platform: process.platform, env: process.env, home: homedir(), cwd: process.cwd() });
  mkdirSync(dataDir, { recursive: true });
  const { log, close: closeLog } = openLog(dataDir);
  const host: Host = {
    shell: 'browser',
    version: product.version,
    dataDir,
    resourcesDir: product.resourcesDir,
    log,
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    fork: forkNodeProcess,
    dialogs: null,
  };
  // The window may be open on the same folder: SQLite lets both read, and the command line stores models only.
  const database = openDatabase(join(dataDir, 'reticle.db'));
  const settings = new SettingsService(database);
  const inference = new InferenceClient(host.fork, () => settings.get(), log);
  try {
    const models = new ModelService(new SqliteModelStore(database), inference, host);
    await models.start();
    return await use({ inference, models });
  } finally {
    await inference.close();
    database.close();
    closeLog();
  }
}

async function runAnalyze(
  rest: readonly string[],
  { inference, models }: CliCore,
  signal: AbortSignal,
): Promise<number> {
  const args = parseAnalyzeArgs(rest);
  const model = await resolveModel(args.model, inference, models, signal);
  const progress = new Progress(stderr, () => performance.now());
  const failed = await analyze(args, { inference, model, stdout, progress }, signal);
  return failed > 0 ? 1 : 0;
}

/** A file is loaded and checked before the first picture, so that a wrong model is said once and not per picture. */
async function resolveModel(named: string, inference: InferenceClient, models: ModelService, signal: AbortSignal) {
  if (extname(named).toLowerCase() === '.onnx' || existsSync(named)) {
    const path = resolve(named);
    await inference.inspect(path, basename(path), signal);
    return { id: basename(path, extname(path)), path };
  }
  return models.get(named);
}

async function runModels(rest: readonly string[], { models }: CliCore, signal: AbortSignal): Promise<number> {
  await modelsCommand(rest, models, stdout, signal);
  return 0;
}

function statusOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) {
    stderr.write('Cancelled.\n');
    return 130;
  }
  if (error instanceof ReticleError) {
    stderr.write(`${error.userMessage}\n`);
    if (error.code !== 'USAGE') return 1;
    stderr.write(`\n${usage}`);
    return 2;
  }
  stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// `reticle analyze … | head` closes the pipe: nobody reads any more, so there is nothing left to do.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2), interrupted.signal).catch((error: unknown) =>
  statusOf(error, interrupted.signal),
);
