import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { ReticleError } from '#common/errors';
import { sha256Of } from '#core/hash-file';
import type { InferenceClient } from '#core/local/inference-client';
import type { ModelService } from '#core/models/model-service';
import { type BindableModel, bindPop, popOfModel } from '#core/pops/bind-pop';
import { parsePopText } from '#core/pops/parse-pop';
import type { PopService } from '#core/pops/pop-service';
import type { Analyser } from './analyze';
import { UsageError } from './usage';

export type AnalyserCore = {
  readonly inference: InferenceClient;
  readonly models: ModelService;
  readonly pops: PopService;
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
  return {
    id: model.id,
    bound: popOfModel(model),
    analyse: (picture, minScore, stop) => core.inference.analyse(picture, model.path, minScore, stop),
  };
}

/**
 * A Pop, from a file or by the name it was saved under. Every ability in it gets its model before the first picture.
 *
 * @param model - goes first where a binding leaves the choice of a model open; it may be named by its id in the Pop, too
 * @throws {UsageError} When the file is no Pop, or something in it cannot run here.
 */
export async function popAnalyser(
  named: string,
  model: string | null,
  core: AnalyserCore,
  signal: AbortSignal,
): Promise<Analyser> {
  const preferred = model === null ? [] : [await resolveModel(model, core, signal)];
  try {
    const isFile = existsSync(named) || extname(named).toLowerCase() === '.json';
    const pop = isFile ? parsePopText(await readText(named)) : core.pops.resolve(named).pop;
    const models = [...preferred, ...core.models.list()];
    const bound = bindPop(pop, { models, bindings: core.pops.bindings() });
    return {
      id: basename(named, extname(named)),
      bound,
      analyse: (picture, minScore, stop) => core.inference.analysePop(picture, bound, minScore, stop),
    };
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
  { inference, models }: AnalyserCore,
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
