import { once } from 'node:events';
import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { ReticleError, toWireError } from '#common/errors';
import type { PredictedObject, Prediction } from '#common/prediction/prediction';
import { mapInOrder } from '#core/analysis/map-in-order';
import type { MediaEngine } from '#core/analysis/media-engine';
import { formatRecords, type PredictionRecord } from '#core/export/prediction-record';
import { formatSegments } from '#core/export/segment-list';
import { writeFileWhole } from '#core/export/write-file-whole';
import { mediaKindOf } from '#core/media/media-kind';
import { openVideo } from '#core/media/video/video-analyser';
import type { AnalyzeArgs } from './analyze-args';
import { AnnotatedFolder } from './annotated-folder';
import { expandInputs } from './expand-inputs';
import type { Progress } from './progress';
import { openCutFolder, segmentRecords } from './segment-records';
import { UsageError } from './usage';

export type AnalyzeParts = {
  /** Stands in each record: the model's id or the Pop's name. */
  readonly id: string;
  readonly engine: MediaEngine;
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
  if (args.segments?.cut) await openCutFolder(args.segments.cut, args.inputs);
  let failed = 0;
  async function* records(): AsyncGenerator<PredictionRecord> {
    const inputs = expandInputs(args.inputs, signal);
    const answers = mapInOrder(
      annotated?.leaveOut(inputs) ?? inputs,
      parts.engine.picturesAtOnce,
      async (found): Promise<Answer> => {
        parts.progress.found();
        if ('error' in found) return { path: found.path, error: found.error };
        if ((await mediaKindOf(found.path)) === 'video') return { video: found.path };
        return analyzeOne(found.path, args, annotated, parts, signal);
      },
    );
    for await (const answer of answers) {
      signal.throwIfAborted();
      if ('video' in answer) {
        // One at a time, when its turn comes: a video fills the processors by itself.
        if (!(yield* videoRecords(answer.video, args, annotated, parts, signal))) failed += 1;
      } else if ('error' in answer) {
        failed += 1;
        parts.progress.failed(answer.path, toWireError(answer.error).userMessage);
      } else {
        parts.progress.done();
        yield answer;
      }
    }
  }
  const listed = () => {
    if (args.segments === null || args.format === 'mot') return formatRecords(records(), args.format);
    const onFailure = (path: string, error: unknown) => {
      failed += 1;
      parts.progress.failed(path, toWireError(asKnown(path, error)).userMessage);
    };
    return formatSegments(segmentRecords(records(), args.segments, onFailure, signal), args.format);
  };

  await writeOut(listed(), args.out, parts.stdout, signal);
  parts.progress.end(failed);
  if (annotated && annotated.leftOut > 0) {
    parts.progress.note(`Left out ${annotated.leftOut} in ${args.annotate}, where the annotated pictures go.`);
  }
  return failed;
}

type Answer = PredictionRecord | { readonly video: string } | { readonly path: string; readonly error: ReticleError };

/** @returns False where the video, or the rest of it, could not be analysed; the reason was told. */
async function* videoRecords(
  path: string,
  args: AnalyzeArgs,
  annotated: AnnotatedFolder | null,
  { id, engine, progress }: AnalyzeParts,
  signal: AbortSignal,
): AsyncGenerator<PredictionRecord, boolean> {
  try {
    const { sampling, fromNs, toNs } = args;
    const frames = engine.frames(await openVideo(path, signal), { sampling, fromNs, toNs }, 0, signal);
    const shown = annotated ? annotated.writeVideo(path, frames, args.minConfidence, signal) : frames;
    for await (const { frameIndex, timestampNs, prediction, elapsedMs, engine: by } of shown) {
      const { source_width: width, source_height: height } = prediction;
      const found = above(prediction, args.minConfidence);
      const about = { media: path, width, height, engine: by, model: id, elapsedMs: tenth(elapsedMs) };
      yield { ...about, frameIndex, timestampNs, prediction: found };
    }
    progress.done();
    return true;
  } catch (error) {
    signal.throwIfAborted();
    progress.failed(path, toWireError(asKnown(path, error)).userMessage);
    return false;
  }
}

const tenth = (ms: number) => Math.round(ms * 10) / 10;

async function analyzeOne(
  path: string,
  args: AnalyzeArgs,
  annotated: AnnotatedFolder | null,
  { id, engine, progress }: AnalyzeParts,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const result = await engine.picture(path, args.minConfidence, signal);
    const dropped = result.stages?.reduce((sum, stage) => sum + stage.dropped, 0) ?? 0;
    if (dropped > 0) progress.note(`${path}: ${dropped} values of the models were no numbers and were left out.`);
    const prediction = above(result.prediction, args.minConfidence);
    await annotated?.write(path, prediction, signal);
    const { source_width: width, source_height: height } = prediction;
    const record: PredictionRecord = {
      media: path,
      width,
      height,
      engine: result.engine,
      model: id,
      elapsedMs: tenth(result.elapsedMs),
      prediction,
    };
    return record;
  } catch (error) {
    signal.throwIfAborted();
    // What we did not foresee must not end the batch either, but it must be seen.
    return { path, error: asKnown(path, error) };
  }
}

function asKnown(path: string, cause: unknown): ReticleError {
  if (cause instanceof ReticleError) return cause;
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
  if (out !== null) {
    return writeFileWhole(out, parts, signal).catch((cause: unknown) => {
      if (!(cause instanceof ReticleError) || cause.code !== 'OUTPUT_REFUSED') throw cause;
      throw new UsageError(cause.userMessage, { cause });
    });
  }
  for await (const text of parts) {
    signal.throwIfAborted();
    if (!stdout.write(text)) await once(stdout, 'drain', { signal });
  }
}
