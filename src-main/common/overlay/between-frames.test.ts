import { expect, it } from 'vitest';
import type { PredictedObject } from '../prediction/prediction';
import { predictionBetween } from './between-frames';

const person = (x: number, over: Partial<PredictedObject> = {}): PredictedObject => ({
  classLabel: 'person',
  confidence: 0.8,
  x,
  y: 10,
  width: 20,
  height: 40,
  ...over,
});
const frame = (seconds: number, ...objects: PredictedObject[]) => ({
  timestampNs: seconds * 1e9,
  prediction: { source_width: 100, source_height: 100, objects },
});

it('puts tracked objects where they were halfway by time, and leaves the others where they were', () => {
  const before = frame(1, person(0, { trackId: 1, contours: [] }), person(50), person(70, { trackId: 2 }));
  const after = frame(2, person(40, { trackId: 1, width: 40 }), person(60), person(5, { trackId: 3 }));
  const between = predictionBetween(before, after, 1.25e9);
  expect(between?.objects).toEqual([
    { classLabel: 'person', confidence: 0.8, trackId: 1, x: 10, y: 10, width: 25, height: 40 },
    person(50),
    person(70, { trackId: 2 }),
  ]);
});

it('shows nothing where the two lie far apart, or not in order', () => {
  expect(predictionBetween(frame(1, person(0)), frame(3, person(0)), 2e9)).toBeNull();
  expect(predictionBetween(frame(1, person(0)), frame(1, person(0)), 1e9)).toBeNull();
});
