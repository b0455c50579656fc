import { expect, it } from 'vitest';
import type { PredictedObject, Prediction } from '../prediction/prediction';
import { filterScene } from './filter';
import { colourScene } from './palette';
import { flattenPrediction } from './scene';
import { trailsOf } from './trails';

const person = (trackId: number, x: number, confidence = 0.9): PredictedObject => ({
  classLabel: 'person',
  confidence,
  x,
  y: 10,
  width: 20,
  height: 40,
  trackId,
});
const predictions: Prediction[] = [0, 1, 2, 3].map((frame) => ({
  source_width: 200,
  source_height: 100,
  objects: [person(1, 10 * frame), person(2, 100, 0.2), ...(frame < 2 ? [person(3, 50)] : [])],
}));

it('follows what is shown back through the frames before, and nothing else', () => {
  const scene = flattenPrediction(predictions[3] ?? { source_width: 1, source_height: 1 });
  const kept = filterScene(scene, { minConfidence: 0.5, hiddenClasses: new Set() });
  const before = [predictions[2], undefined, predictions[0]];
  const trails = trailsOf({ scene, kept, colouring: colourScene(scene, 'class') }, before);
  expect(trails.map(({ points }) => points)).toEqual([
    [
      { x: 40, y: 50 },
      { x: 30, y: 50 },
      { x: 10, y: 50 },
    ],
  ]);
});
