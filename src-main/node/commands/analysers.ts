import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { ReticleError } from '#common/errors';
import type { Pop } from '#common/pop/pop';
import { localEngine } from '#core/analysis/local-engine';
import type { MediaEngine } from '#core/analysis/media-engine';
import { sha256Of } from '#core/hash-file';
import type { InferenceClient } from '#core/local/inference-client';
import { VideoAnalyser } from '#core/media/video/video-analyser';
import type { ModelService } from '#core/models/model-service';
import { type BindableModel, bindPop, popOfModel } from '#core/pops/bind-pop';
import { parsePopText } from '#core/pops/parse-pop';
import type { PopService } from '#core/pops/pop-service';
import { UsageError } from './usage';

export type AnalyserCore = {
  readonly inference: InferenceClient;
  readonly models: ModelService;
  readonly pops: PopService;
};

/** What is run, ready to run on this computer. */
export type Analyser = {
  /** Stands in each record: the model's id or the Pop's name. */
  readonly id: string;
  readonly engine: MediaEngine;
};

/**
 * A model alone. A file is loaded and checked before the first picture, so that a wrong model is said once and not per
 * picture.
 *
 * @param named - an id, a name or a file; null takes the built-in model
 * @throws {UsageError} When there is no such model or it cannot be run: nothing was analysed then.
 */
export async function modelAnalyser(named: string | null, core: AnalyserCore, signal: AbortSignal): Promise<Analyser> {
  const model = await resolveModel(named ?? 'regions', core, signal);
  const { inference } = core;
  const picture: Picture = (path, minScore, stop) => inference.analyse(path, model.path, minScore, stop);
  return { id: model.id, engine: localEngine(picture, popOfModel(model), new VideoAnalyser(inference)) };
}

type Picture = Parameters<typeof localEngine>[0];

export type NamedPop = {
  readonly id: string;
  /** As the person named it, for messages. */
  readonly named: string;
  readonly pop: Pop;
};

/** From a file, or by the name it was saved under. @throws {UsageError} When the file is no Pop */
export async function readPop(named: string, { pops }: Pick<AnalyserCore, 'pops'>): Promise<NamedPop> {
  return worded(named, async () => {
    const isFile = existsSync(named) || extname(named).toLowerCase() === '.json';
    const pop = isFile ? parsePopText(await readText(named)) : pops.resolve(named).pop;
    return { id: basename(named, extname(named)), named, pop };
  });
}

/**
 * A Pop of which every ability gets its model before the first picture.
 *
 * @param model - goes first where a binding leaves the choice of a model open; it may be named by its id in the Pop, too
 * @throws {UsageError} When something in it cannot run here.
 */
export async function popAnalyser(
  { id, named, pop }: NamedPop,
  model: string | null,
  { inference, models, pops }: AnalyserCore,
  signal: AbortSignal,
): Promise<Analyser> {
  const preferred = model === null ? [] : [await resolveModel(model, { inference, models }, signal)];
  return worded(named, async () => {
    const bound = bindPop(pop, { models: [...preferred, ...models.list()], bindings: pops.bindings() });
    const picture: Picture = (path, minScore, stop) => inference.analysePop(path, bound, minScore, stop);
    return { id, engine: localEngine(picture, bound, new VideoAnalyser(inference)) };
  });
}

/** What is wrong with a Pop is wrong usage. */
async function worded<T>(named: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ReticleError) || !error.code.startsWith('POP_')) throw error;
    throw new UsageError(`${named}: ${error.userMessage}`, { cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = existsSync(file)
      ? cause instanceof Error
        ? cause.message
        : String(cause)
      : 'there is no such file';
    throw new UsageError(`${file} could not be read: ${reason}.`, { cause });
  }
}

async function resolveModel(
  named: string,
  { inference, models }: Pick<AnalyserCore, 'inference' | 'models'>,
  signal: AbortSignal,
): Promise<BindableModel> {
  try {
    if (extname(named).toLowerCase() !== '.onnx' && !existsSync(named)) return models.resolve(named);
    const path = resolve(named);
    const { family, labels } = await inference.inspect(path, basename(path), signal);
    const name = basename(path, extname(path));
    return { id: name, name, path, family, labels: [...labels], sha256: await sha256Of(path, signal) };
  } catch (error) {
    if (error instanceof ReticleError && error.code.startsWith('MODEL_')) {
      const hint = error.code === 'MODEL_NOT_FOUND' ? ' “reticle models list” shows those there are.' : '';
      throw new UsageError(error.userMessage + hint, { cause: error });
    }
    throw error;
  }
}
