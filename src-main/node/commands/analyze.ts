import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { ReticleError, toWireError } from '#common/errors';
import type { PredictedObject, Prediction } from '#common/prediction/prediction';
import { mapInOrder } from '#core/analysis/map-in-order';
import { formatRecords, type PredictionRecord } from '#core/export/prediction-record';
import type { InferenceClient } from '#core/local/inference-client';
import { asDiskError } from '#core/store/errors';
import type { AnalyzeArgs } from './analyze-args';
import { annotatePicture } from './annotate';
import { expandInputs } from './expand-inputs';
import type { Progress } from './progress';

export type AnalyzeParts = {
  readonly inference: InferenceClient;
  readonly model: { readonly id: string; readonly path: string };
  readonly stdout: Writable;
  readonly progress: Progress;
};

/** One picture is decoded while another is in the model and a third is being written. */
const picturesAtOnce = 3;

/**
 * Analyses every input and writes one record a picture, in the order of the inputs.
 *
 * @returns How many inputs failed; each was named with its reason, the rest went on.
 */
export async function analyze(args: AnalyzeArgs, parts: AnalyzeParts, signal: AbortSignal): Promise<number> {
  let failed = 0;
  async function* records(): AsyncGenerator<PredictionRecord> {
    const answers = mapInOrder(expandInputs(args.inputs, signal), picturesAtOnce, async (found) => {
      parts.progress.found();
      if ('error' in found) return { path: found.path, error: found.error };
      return analyzeOne(found.path, args, parts, signal);
    });
    for await (const answer of answers) {
      signal.throwIfAborted();
      if ('error' in answer) {
        failed += 1;
        parts.progress.failed(answer.path, toWireError(answer.error).userMessage);
      } else {
        parts.progress.done();
        yield answer;
      }
    }
  }
  await writeOut(formatRecords(records(), args.format), args.out, parts.stdout, signal);
  parts.progress.end(failed);
  return failed;
}

async function analyzeOne(path: string, args: AnalyzeArgs, { inference, model }: AnalyzeParts, signal: AbortSignal) {
  try {
    const result = await inference.analyse(path, model.path, args.minConfidence, signal);
    const prediction = above(result.prediction, args.minConfidence);
    if (args.annotate) await annotatePicture(path, prediction, args.annotate, signal);
    const { source_width: width, source_height: height } = prediction;
    const record: PredictionRecord = {
      media: path,
      width,
      height,
      engine: 'local',
      model: model.id,
      elapsedMs: Math.round(result.elapsedMs * 10) / 10,
      prediction,
    };
    return record;
  } catch (error) {
    signal.throwIfAborted();
    // What we did not foresee must not end the batch either, but it must be seen.
    return { path, error: error instanceof ReticleError ? error : engineFailure(path, error) };
  }
}

function engineFailure(path: string, cause: unknown): ReticleError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ReticleError('ENGINE_FAILED', { name: basename(path), reason }, { cause });
}

/** A family may keep more than was asked for (classes, nested objects); the command line shows exactly what was asked. */
function above(prediction: Prediction, minConfidence: number): Prediction {
  const keep = (objects: PredictedObject[] | null | undefined) =>
    objects?.filter((object) => (object.confidence ?? 1) >= minConfidence);
  return { ...prediction, objects: keep(prediction.objects) };
}

async function writeOut(
  parts: AsyncIterable<string>,
  out: string | null,
  stdout: Writable,
  signal: AbortSignal,
): Promise<void> {
  if (out === null) return writeAll(parts, stdout, signal);
  const part = `${out}.part`;
  try {
    const file = createWriteStream(part);
    const failure = new Promise<never>((_, reject) => file.once('error', reject));
    failure.catch(() => {});
    await Promise.race([writeAll(parts, file, signal), failure]);
    await Promise.race([new Promise<void>((resolve) => file.end(resolve)), failure]);
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw asDiskError(error, out);
  }
}

async function writeAll(parts: AsyncIterable<string>, to: Writable, signal: AbortSignal): Promise<void> {
  for await (const text of parts) {
    signal.throwIfAborted();
    if (!to.write(text)) await new Promise<void>((resolve) => to.once('drain', resolve));
  }
}
