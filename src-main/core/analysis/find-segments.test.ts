import { expect, it } from 'vitest';
import { confidenceOf, findSegments, type LookedAt } from './find-segments';

/** 25 frames a second, from the time at which many a file begins. */
const times = Float64Array.from({ length: 20 }, (_, frame) => 1.4e9 + frame * 4e7);
const rule = { minConfidence: 0.85, minSeconds: 0, maxGapSeconds: 0 };

/** `x` is sure, `o` unsure, `.` nothing. */
const looked = (seen: string, every = 1): LookedAt[] =>
  [...seen].map((mark, at) => ({
    frameIndex: at * every,
    confidence: mark === 'x' ? 0.9 : mark === 'o' ? 0.8 : null,
  }));
const spans = (seen: string, over: Partial<typeof rule> = {}, every = 1) =>
  findSegments(looked(seen, every), times, { ...rule, ...over }).map(({ firstFrame, lastFrame }) => [
    firstFrame,
    lastFrame,
  ]);

it.each([
  { name: 'nothing in nothing', seen: '', over: {}, found: [] },
  { name: 'nothing where nobody is sure', seen: 'ooo', over: {}, found: [] },
  {
    name: 'stretches that unsure frames part',
    seen: 'xx.xoxx',
    over: {},
    found: [
      [0, 1],
      [3, 3],
      [5, 6],
    ],
  },
  { name: 'one over short gaps', seen: 'xx.xoxx', over: { maxGapSeconds: 0.04 }, found: [[0, 6]] },
  {
    name: 'two over a gap too long',
    seen: 'xx..x.x',
    over: { maxGapSeconds: 0.04 },
    found: [
      [0, 1],
      [4, 6],
    ],
  },
  { name: 'only what lasts, its last frame counted in', seen: 'xx.xxx.x', over: { minSeconds: 0.12 }, found: [[3, 5]] },
  { name: 'less sure ones where that is asked', seen: '.oo', over: { minConfidence: 0.8 }, found: [[1, 2]] },
])('finds $name', ({ seen, over, found }) => expect(spans(seen, over)).toEqual(found));

it('joins analysed frames that follow each other, however few are analysed, and claims no frame behind the last', () => {
  expect(spans('xxx.', {}, 5)).toEqual([[0, 10]]);
  const [segment] = findSegments(looked('xxx.', 5), times, rule);
  expect(segment).toEqual({
    firstFrame: 0,
    lastFrame: 10,
    startNs: 1.4e9,
    endNs: 1.4e9 + 11 * 4e7,
    frameCount: 3,
    confidence: 0.9,
  });
});

it('goes by the times of frames, not by their number', () => {
  const uneven = Float64Array.of(0, 1e8, 9e8, 1e9);
  const frames = looked('xx.x');
  expect(findSegments(frames, uneven, { ...rule, minSeconds: 0.9 })).toMatchObject([{ startNs: 0, endNs: 9e8 }]);
  expect(findSegments(frames, uneven, { ...rule, minSeconds: 0.91 })).toEqual([]);
  // The last frame lasts as long as the one before it.
  expect(findSegments(frames, uneven, rule).at(-1)).toMatchObject({ startNs: 1e9, endNs: 1.1e9 });
});

it('takes the surest object of a class, and what has no confidence as sure', () => {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const cat = (confidence?: number) => ({ classLabel: 'cat', ...(confidence !== undefined && { confidence }), ...box });
  expect(confidenceOf([cat(0.3), cat(0.7), { classLabel: 'dog', confidence: 0.9, ...box }], 'cat')).toBe(0.7);
  expect(confidenceOf([cat()], 'cat')).toBe(1);
  expect(confidenceOf([], 'cat')).toBeNull();
  expect(confidenceOf(null, 'cat')).toBeNull();
});
