import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ReticleError } from '#common/errors';
import type { Pop } from '#common/pop/pop';
import { AutoEngine } from '#core/analysis/auto-engine';
import { canSample, eyepopEngine, withThresholds } from '#core/analysis/eyepop-engine';
import { decideConnection } from '#core/eyepop/connection-settings';
import { settingsOfEnvironment } from '#core/eyepop/environment-settings';
import type { EyePopConnection } from '#core/eyepop/eyepop-connection';
import { EyePopWorker, usualOptions } from '#core/eyepop/eyepop-worker';
import { systemNet } from '#core/eyepop/system-net';
import { type Analyser, type AnalyserCore, modelAnalyser, type NamedPop, popAnalyser, readPop } from './analysers';
import type { AnalyzeArgs } from './analyze-args';
import { UsageError } from './usage';

/** What finds the same as our built-in model, roughly: outlines of whatever stands out. */
const usualAbility = 'eyepop.sam.small:latest';
/** One session for one run after another: each that is made costs until it has idled for long. */
const usualSessionName = 'reticle';
/** The pipeline is removed by the worker anyway, a few minutes later. */
const goodbyeMs = 5000;

export type CloudParts = {
  readonly core: AnalyserCore;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Told what a person should know, once. */
  readonly note: (sentence: string) => void;
};

/**
 * Runs `use` with the engine that was asked for, and leaves EyePop tidy afterwards.
 *
 * @throws {UsageError} When something cannot run as it was asked for
 * @throws {ReticleError} EYEPOP_*, with `--engine eyepop`, before anything was analysed
 */
export async function withEngine<T>(
  args: AnalyzeArgs,
  parts: CloudParts,
  use: (what: Analyser) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  if (args.engine === 'local' && args.connection !== null) {
    throw new UsageError('--connection needs --engine eyepop or auto.');
  }
  const connection = args.engine === 'local' ? null : await findConnection(args, parts);
  if (!connection) return use(await localAnalyser(args, parts.core, signal));
  if (!canSample(args)) {
    throw new UsageError('EyePop looks at whole videos: use --fps, not --every, --from or --to, or --engine local.');
  }
  const named = await popForCloud(args, parts.core);
  const local = args.engine === 'auto' ? await localOrNull(named, parts, signal) : null;
  const worker = await connect(connection, withThresholds(named.pop, args.minConfidence), local, parts, signal);
  // `local` is there where there is no worker: else connecting would have thrown.
  if (!worker) return use(local ?? (await localAnalyser(args, parts.core, signal)));
  try {
    const cloud = eyepopEngine(worker, () => performance.now());
    const engine = local ? new AutoEngine(cloud, local.engine, (error) => tellLost(error, parts)) : cloud;
    return await use({ id: named.id, engine });
  } finally {
    await worker.disconnect(AbortSignal.timeout(goodbyeMs)).catch(() => false);
  }
}

/** With `auto` nothing is lost when EyePop cannot be had: the rest of this computer is told why. */
async function connect(
  connection: EyePopConnection,
  pop: Pop,
  local: Analyser | null,
  { note }: CloudParts,
  signal: AbortSignal,
): Promise<EyePopWorker | null> {
  try {
    const ownPop = connection.popId === null ? pop : null;
    return await EyePopWorker.connect(systemNet(), connection, ownPop, usualOptions, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!local || !(error instanceof ReticleError)) throw error;
    note(`${error.userMessage} Running on this computer.`);
    return null;
  }
}

const tellLost = (error: ReticleError, { note }: CloudParts) =>
  note(`${error.userMessage} The rest runs on this computer.`);

async function localAnalyser(args: AnalyzeArgs, core: AnalyserCore, signal: AbortSignal): Promise<Analyser> {
  return args.pop === null
    ? modelAnalyser(args.model, core, signal)
    : popAnalyser(await readPop(args.pop, core), args.model, core, signal);
}

/** `auto` goes on without this computer where the Pop cannot run here. */
async function localOrNull(named: NamedPop, { core, note }: CloudParts, signal: AbortSignal): Promise<Analyser | null> {
  try {
    return await popAnalyser(named, null, core, signal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    note(`${error.userMessage} Without EyePop nothing can be done.`);
    return null;
  }
}

/** @returns null with `auto` and nothing set up */
async function findConnection(args: AnalyzeArgs, { env, cwd }: CloudParts): Promise<EyePopConnection | null> {
  if (args.connection !== null && args.connection !== 'environment') {
    throw new UsageError(
      `There is no connection ${args.connection}; “environment” is the one that EYEPOP_* describes.`,
    );
  }
  const file = await readFile(join(cwd, '.env'), 'utf8').catch(() => '');
  const settings = settingsOfEnvironment(env, file);
  if (!settings && args.engine === 'auto') return null;
  return decideConnection({
    ...(settings ?? { name: 'environment' }),
    sessionName: settings?.sessionName ?? usualSessionName,
  });
}

/** A model's name is an ability's there. @throws {UsageError} for a file, which stays on this computer */
async function popForCloud({ pop, model }: AnalyzeArgs, core: AnalyserCore): Promise<NamedPop> {
  if (pop !== null) return readPop(pop, core);
  const ability = model ?? usualAbility;
  if (extname(ability).toLowerCase() === '.onnx' || existsSync(ability)) {
    throw new UsageError(`${ability} is a model of this computer: EyePop runs abilities by their names.`);
  }
  return { id: ability, named: ability, pop: { components: [{ type: 'inference', ability }] } };
}
