import type { PredictedObject } from '#common/prediction/prediction';
import { iou } from '#common/vision/iou';
import { type Candidate, pairUp } from './pair-up';
import type { SeenFrame, TrueBox } from './walkers.builder';

export type TrackingScore = { readonly mota: number; readonly idf1: number; readonly switches: number };

const least = 0.5;

/**
 * MOTA (CLEAR MOT, Bernardin and Stiefelhagen 2008) and IDF1 (Ristani et al. 2016) of tracked objects against the truth;
 * a pair counts from an IoU of 0.5 on. Objects without a track id are left out, as a tracker's user would.
 */
export function trackingScore(
  frames: readonly SeenFrame[],
  tracked: readonly (readonly PredictedObject[])[],
): TrackingScore {
  const lastTrackOf = new Map<number, unknown>();
  const togetherOf = new Map<string, number>();
  let [truths, answers, missed, wrong, switches] = [0, 0, 0, 0, 0];
  frames.forEach(({ truth }, index) => {
    const answer = (tracked[index] ?? []).filter(({ trackId }) => trackId != null);
    const matches = matchesOf(truth, answer, lastTrackOf);
    truths += truth.length;
    answers += answer.length;
    missed += truth.length - matches.length;
    wrong += answer.length - matches.length;
    for (const [one, found] of matches) {
      const before = lastTrackOf.get(one.trueId);
      if (before !== undefined && before !== found.trackId) switches += 1;
      lastTrackOf.set(one.trueId, found.trackId);
    }
    for (const [one, found] of overlapping(truth, answer)) {
      const key = `${one.trueId} ${found.trackId}`;
      togetherOf.set(key, (togetherOf.get(key) ?? 0) + 1);
    }
  });
  const idTrue = sumOfBest(togetherOf);
  return { mota: 1 - (missed + wrong + switches) / truths, idf1: (2 * idTrue) / (truths + answers), switches };
}

function overlapping(truth: readonly TrueBox[], answer: readonly PredictedObject[]): [TrueBox, PredictedObject][] {
  return truth.flatMap((one) =>
    answer
      .filter((found) => iou(xyxyOf(one), xyxyOf(found)) >= least)
      .map((found): [TrueBox, PredictedObject] => [one, found]),
  );
}

/** Those that were together before stay so while they overlap; the rest are paired for the largest overlap. */
function matchesOf(truth: readonly TrueBox[], answer: readonly PredictedObject[], lastTrackOf: Map<number, unknown>) {
  const candidates: Candidate[] = truth.flatMap((one, row) =>
    answer.flatMap((found, column) => {
      const overlap = iou(xyxyOf(one), xyxyOf(found));
      const stays = lastTrackOf.get(one.trueId) === found.trackId;
      return overlap >= least ? [{ row, column, gain: overlap + (stays ? 10 : 0) }] : [];
    }),
  );
  const columnOf = pairUp(candidates, truth.length, answer.length);
  return truth.flatMap((one, row): [TrueBox, PredictedObject][] => {
    const found = answer[columnOf[row] ?? -1];
    return found ? [[one, found]] : [];
  });
}

/** The identity of each truth is one track for the whole video: the pairing with the most frames together. */
function sumOfBest(togetherOf: ReadonlyMap<string, number>): number {
  const pairs = [...togetherOf].map(([key, gain]) => ({ ids: key.split(' '), gain }));
  const rows = [...new Set(pairs.map(({ ids }) => ids[0]))];
  const columns = [...new Set(pairs.map(({ ids }) => ids[1]))];
  const candidates = pairs.map(({ ids, gain }) => ({
    row: rows.indexOf(ids[0]),
    column: columns.indexOf(ids[1]),
    gain,
  }));
  const columnOf = pairUp(candidates, rows.length, columns.length, Number.POSITIVE_INFINITY);
  return candidates.reduce((sum, { row, column, gain }) => sum + (columnOf[row] === column ? gain : 0), 0);
}

const xyxyOf = ({ x, y, width, height }: PredictedObject) => [x, y, x + width, y + height] as const;
