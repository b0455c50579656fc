import { once } from 'node:events';
import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { ReticleError, toWireError } from '#common/errors';
import type { PredictedObject, Prediction } from '#common/prediction/prediction';
import { mapInOrder } from '#core/analysis/map-in-order';
import { picturesAtOnce } from '#core/analysis/pictures-at-once';
import type { ItemResult } from '#core/analysis/run-store';
import { formatRecords, type PredictionRecord } from '#core/export/prediction-record';
import type { AnalyzeArgs } from './analyze-args';
import { AnnotatedFolder } from './annotated-folder';
import { expandInputs } from './expand-inputs';
import type { Progress } from './progress';
import { writeFileWhole } from './write-file-whole';

/** A model, or a Pop, ready to run. */
export type Analyser = {
  /** Stands in each record: the model's id or the Pop's name. */
  readonly id: string;
  analyse(path: string, minConfidence: number, signal: AbortSignal): Promise<ItemResult>;
};

export type AnalyzeParts = {
  readonly what: Analyser;
  readonly stdout: Writable;
  readonly progress: Progress;
};

/**
 * Analyses every input and writes one record a picture, in the order of the inputs.
 *
 * @returns How many inputs failed; each was named with its reason, the rest went on.
 * @throws {UsageError} When results could not be written where they should go
 */
export async function analyze(args: AnalyzeArgs, parts: AnalyzeParts, signal: AbortSignal): Promise<number> {
  const annotated = args.annotate === null ? null : await AnnotatedFolder.open(args.annotate, args.inputs);
  let failed = 0;
  async function* records(): AsyncGenerator<PredictionRecord> {
    const inputs = expandInputs(args.inputs, signal);
    const answers = mapInOrder(annotated?.leaveOut(inputs) ?? inputs, picturesAtOnce, async (found) => {
      parts.progress.found();
      if ('error' in found) return { path: found.path, error: found.error };
      return analyzeOne(found.path, args, annotated, parts, signal);
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
  if (annotated && annotated.leftOut > 0) {
    parts.progress.note(`Left out ${annotated.leftOut} in ${args.annotate}, where the annotated pictures go.`);
  }
  return failed;
}

async function analyzeOne(
  path: string,
  args: AnalyzeArgs,
  annotated: AnnotatedFolder | null,
  { what, progress }: AnalyzeParts,
  signal: AbortSignal,
) {
  try {
    const result = await what.analyse(path, args.minConfidence, signal);
    const dropped = result.stages?.reduce((sum, stage) => sum + stage.dropped, 0) ?? 0;
    if (dropped > 0) progress.note(`${path}: ${dropped} values of the models were no numbers and were left out.`);
    const prediction = above(result.prediction, args.minConfidence);
    await annotated?.write(path, prediction, signal);
    const { source_width: width, source_height: height } = prediction;
    const record: PredictionRecord = {
      media: path,
      width,
      height,
      engine: 'local',
      model: what.id,
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
  if (out !== null) return writeFileWhole(out, parts, signal);
  for await (const text of parts) {
    signal.throwIfAborted();
    if (!stdout.write(text)) await once(stdout, 'drain', { signal });
  }
}
