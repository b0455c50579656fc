import { mkdir, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SegmentRule } from '#common/contract/segments';
import { confidenceOf, findSegments, type LookedAt } from '#core/analysis/find-segments';
import { cutSegments } from '#core/export/cut-segments';
import type { PredictionRecord } from '#core/export/prediction-record';
import type { SegmentRecord } from '#core/export/segment-list';
import { findFfmpeg } from '#core/media/video/ffmpeg-programs';
import { readFrameIndex } from '#core/media/video/frame-index';
import { isInside } from './annotated-folder';
import { UsageError } from './usage';

export type SegmentWork = {
  readonly rule: SegmentRule;
  /** Where clips go; null cuts none. */
  readonly cut: string | null;
};

/**
 * Makes the folder for clips where it is missing.
 *
 * @throws {UsageError} When it cannot be made, or clips in it would be met as inputs
 */
export async function openCutFolder(folder: string, inputs: readonly string[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--cut ${folder} cannot be used as a folder: ${reason}.`, { cause });
  }
  const real = await realpath(folder);
  for (const input of inputs) {
    const around = await realpath(input).catch(() => null);
    if (around !== null && isInside(real, around)) {
      throw new UsageError(`--cut ${folder} lies in ${input}, which is analysed: choose another folder.`);
    }
  }
}

/**
 * The segments of each video, once its last frame was read; pictures have none.
 *
 * @param records - those of one video follow each other
 * @param failed - told of a video whose segments could not be found or cut; the others go on
 */
export async function* segmentRecords(
  records: AsyncIterable<PredictionRecord>,
  work: SegmentWork,
  failed: (path: string, error: unknown) => void,
  signal: AbortSignal,
): AsyncGenerator<SegmentRecord> {
  let path = '';
  let looked: LookedAt[] = [];
  async function* ended(): AsyncGenerator<SegmentRecord> {
    if (looked.length === 0) return;
    try {
      yield* segmentsOf(path, looked, work, signal);
    } catch (error) {
      signal.throwIfAborted();
      failed(path, error);
    }
    looked = [];
  }
  for await (const { media, frameIndex, prediction } of records) {
    if (media !== path) yield* ended();
    path = media;
    if (frameIndex === undefined) continue;
    looked.push({ frameIndex, confidence: confidenceOf(prediction.objects, work.rule.classLabel) });
  }
  yield* ended();
}

async function* segmentsOf(
  path: string,
  looked: readonly LookedAt[],
  { rule, cut }: SegmentWork,
  signal: AbortSignal,
): AsyncGenerator<SegmentRecord> {
  const programs = await findFfmpeg();
  const { timestampsNs } = await readFrameIndex(path, programs, () => {}, signal);
  const found = findSegments(looked, timestampsNs, rule).map((segment) => ({ media: path, rule, ...segment }));
  yield* cut === null ? found : cutSegments(found, rule.classLabel, { path, folder: resolve(cut), programs }, signal);
}
