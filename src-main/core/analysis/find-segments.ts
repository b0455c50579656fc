import type { Segment, SegmentRule } from '#common/contract/segments';
import type { PredictedObject } from '#common/prediction/prediction';
import { frameEndNs } from '../media/video/frame-index';

/** An analysed frame: its highest confidence of the class looked for, or null where there is none of it. */
export type LookedAt = { readonly frameIndex: number; readonly confidence: number | null };

/**
 * Stretches in which a class was seen in every analysed frame, or with gaps no longer than allowed. A stretch ends with
 * the last frame that it was seen in: nothing is claimed of frames behind it that were not analysed.
 *
 * @param frames - in presentation order
 * @param timestampsNs - presentation times of all frames of the video
 */
export function findSegments(
  frames: Iterable<LookedAt>,
  timestampsNs: Float64Array,
  { minConfidence, minSeconds, maxGapSeconds }: Omit<SegmentRule, 'classLabel'>,
): Segment[] {
  const found: Segment[] = [];
  let open: Segment | null = null;
  let isInterrupted = false;
  for (const { frameIndex, confidence } of frames) {
    const startNs = timestampsNs[frameIndex];
    if (startNs === undefined) break;
    if (confidence === null || confidence < minConfidence) {
      isInterrupted = true;
      continue;
    }
    const endNs = frameEndNs(timestampsNs, frameIndex);
    const goesOn: boolean = open !== null && (!isInterrupted || startNs - open.endNs <= maxGapSeconds * 1e9);
    if (open && goesOn) {
      open = longer(open, frameIndex, endNs, confidence);
    } else {
      if (open) found.push(open);
      open = { firstFrame: frameIndex, lastFrame: frameIndex, startNs, endNs, frameCount: 1, confidence };
    }
    isInterrupted = false;
  }
  if (open) found.push(open);
  // Times of a variable rate are rounded to ns: half a microsecond less is still as long.
  return found.filter(({ startNs, endNs }) => endNs - startNs >= minSeconds * 1e9 - 500);
}

function longer(segment: Segment, lastFrame: number, endNs: number, confidence: number): Segment {
  const { frameCount, confidence: highest } = segment;
  return { ...segment, lastFrame, endNs, frameCount: frameCount + 1, confidence: Math.max(highest, confidence) };
}

/**
 * The highest confidence of a class among the objects of a frame, those within other objects left out; in thousandths, as
 * it is stored.
 */
export function confidenceOf(
  objects: readonly PredictedObject[] | null | undefined,
  classLabel: string,
): number | null {
  const scores = (objects ?? []).flatMap((object) =>
    object.classLabel === classLabel ? [object.confidence ?? 1] : [],
  );
  return scores.length === 0 ? null : Math.round(Math.max(...scores) * 1000) / 1000;
}
