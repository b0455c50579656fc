import type { Xyxy } from './geometry';
import { iou } from './iou';

export type Candidate = { readonly xyxy: Xyxy; readonly score: number; readonly classId: number };

/**
 * Greedy suppression, class by class: of boxes that cover each other by more than `iouLimit`, the best stays.
 *
 * @returns The kept candidates, best first; equal scores keep the order of the input.
 */
export function nonMaxSuppression<T extends Candidate>(
  candidates: readonly T[],
  { iouLimit }: { iouLimit: number },
): T[] {
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const keptByClass = new Map<number, T[]>();
  return sorted.filter((candidate) => {
    const kept = keptByClass.get(candidate.classId) ?? [];
    if (kept.some((better) => iou(better.xyxy, candidate.xyxy) > iouLimit)) return false;
    kept.push(candidate);
    keptByClass.set(candidate.classId, kept);
    return true;
  });
}
