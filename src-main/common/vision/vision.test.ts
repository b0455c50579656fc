import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipBox } from './clip';
import type { Xyxy } from './geometry';
import { iou } from './iou';
import { type Candidate, nonMaxSuppression } from './non-max-suppression';

const aCandidate = (over: Partial<Candidate> = {}): Candidate => ({
  xyxy: [10, 20, 110, 220],
  score: 0.9,
  classId: 0,
  ...over,
});

describe('iou', () => {
  it.each<[string, Xyxy, Xyxy, number]>([
    ['a box with itself', [0, 0, 2, 2], [0, 0, 2, 2], 1],
    ['half of each', [0, 0, 2, 2], [1, 0, 3, 2], 1 / 3],
    ['touching edges', [0, 0, 2, 2], [2, 0, 4, 2], 0],
    ['apart', [0, 0, 1, 1], [5, 5, 6, 6], 0],
    ['one inside the other', [0, 0, 4, 4], [1, 1, 3, 3], 0.25],
    ['two empty boxes', [1, 1, 1, 1], [1, 1, 1, 1], 0],
  ])('%s', (_, a, b, expected) => {
    expect(iou(a, b)).toBeCloseTo(expected, 10);
    expect(iou(b, a)).toBeCloseTo(expected, 10);
  });
});

describe('nonMaxSuppression', () => {
  it.each([
    { name: 'keeps the better of two that cover each other', other: aCandidate({ score: 0.8 }), kept: [0.9] },
    { name: 'keeps both when the classes differ', other: aCandidate({ score: 0.8, classId: 1 }), kept: [0.9, 0.8] },
    {
      name: 'keeps both when they are apart',
      other: aCandidate({ score: 0.8, xyxy: [500, 20, 600, 220] }),
      kept: [0.9, 0.8],
    },
    { name: 'puts the best first', other: aCandidate({ score: 0.95, xyxy: [500, 20, 600, 220] }), kept: [0.95, 0.9] },
  ])('$name', ({ other, kept }) => {
    const result = nonMaxSuppression([aCandidate(), other], { iouLimit: 0.5 });
    expect(result.map((candidate) => candidate.score)).toEqual(kept);
  });

  it('returns nothing for nothing', () => expect(nonMaxSuppression([], { iouLimit: 0.5 })).toEqual([]));

  it('never leaves two boxes of a class over the limit, and never drops a box without a better one over it', () => {
    const side = fc.integer({ min: 0, max: 40 });
    const candidate = fc
      .tuple(
        side,
        side,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 2 }),
      )
      .map(([x, y, w, h, score, classId]): Candidate => ({ xyxy: [x, y, x + w, y + h], score, classId }));
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 40 }), (candidates) => {
        const kept = nonMaxSuppression(candidates, { iouLimit: 0.4 });
        const covers = (a: Candidate, b: Candidate) => a.classId === b.classId && iou(a.xyxy, b.xyxy) > 0.4;
        for (const [i, a] of kept.entries()) expect(kept.slice(i + 1).some((b) => covers(a, b))).toBe(false);
        for (const dropped of candidates.filter((c) => !kept.includes(c))) {
          expect(kept.some((better) => better.score >= dropped.score && covers(better, dropped))).toBe(true);
        }
      }),
    );
  });
});

describe('clipBox', () => {
  it.each<[string, Xyxy, Xyxy]>([
    ['inside stays', [1, 2, 3, 4], [1, 2, 3, 4]],
    ['over all edges', [-5, -5, 99, 99], [0, 0, 10, 8]],
    ['outside becomes empty', [20, 20, 30, 30], [10, 8, 10, 8]],
    ['NaN becomes 0', [Number.NaN, 0, 5, Number.NaN], [0, 0, 5, 0]],
  ])('%s', (_, box, expected) => expect(clipBox(box, { width: 10, height: 8 })).toEqual(expected));
});
