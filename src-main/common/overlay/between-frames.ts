import type { PredictedObject, Prediction } from '../prediction/prediction';

/** A frame that was analysed. */
export type AnalysedFrame = { readonly timestampNs: number; readonly prediction: Prediction };

/** Over a longer time than this nothing can be said of what happened between. */
export const longestGapNs = 1.5e9;

/** How strongly what was not looked at is drawn, as a share of what is usual. */
export const betweenOpacity = 0.4;

/**
 * What is shown of a frame that was not analysed, between two that were: objects of the same track are where they were
 * halfway by time, all others where they were last.
 *
 * @returns Null where the two lie too far apart.
 */
export function predictionBetween(before: AnalysedFrame, after: AnalysedFrame, timestampNs: number): Prediction | null {
  const gapNs = after.timestampNs - before.timestampNs;
  if (gapNs <= 0 || gapNs > longestGapNs) return null;
  const share = Math.min(1, Math.max(0, (timestampNs - before.timestampNs) / gapNs));
  const later = new Map<number | string, PredictedObject>();
  for (const object of after.prediction.objects ?? []) {
    if (object.trackId != null) later.set(object.trackId, object);
  }
  const objects = before.prediction.objects?.map((object) => {
    const there = object.trackId == null ? undefined : later.get(object.trackId);
    return there ? boxBetween(object, there, share) : object;
  });
  return { ...before.prediction, objects };
}

/** The box alone: outlines, points and masks of one moment do not fit another. */
function boxBetween(from: PredictedObject, to: PredictedObject, share: number): PredictedObject {
  const at = (a: number, b: number) => a + (b - a) * share;
  const { contours: _contours, keyPoints: _keyPoints, mask: _mask, meshs: _meshs, objects: _objects, ...rest } = from;
  return {
    ...rest,
    x: at(from.x, to.x),
    y: at(from.y, to.y),
    width: at(from.width, to.width),
    height: at(from.height, to.height),
  };
}
