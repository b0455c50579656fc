import { describe, expect, it } from 'vitest';
import type { PredictedObject, Prediction } from '../prediction/prediction';
import { flattenPrediction, indexOfPath, pathOf } from './scene';

const box = (classLabel: string, over: Partial<PredictedObject> = {}): PredictedObject => ({
  classLabel,
  x: 10,
  y: 20,
  width: 40,
  height: 30,
  ...over,
});
const picture = (objects: Prediction['objects']): Prediction => ({ source_width: 200, source_height: 100, objects });

describe('flattenPrediction', () => {
  const scene = flattenPrediction(
    picture([
      box('person', { confidence: 0.9, objects: [box('face', { objects: [box('eye'), box('eye')] }), box('hand')] }),
      box('dog', { confidence: 0.4 }),
    ]),
  );

  it('lists nested objects after their parent, with their depth', () => {
    expect(scene.objects.map(({ classLabel }) => classLabel)).toEqual(['person', 'face', 'eye', 'eye', 'hand', 'dog']);
    expect([...scene.depth]).toEqual([0, 1, 2, 2, 1, 0]);
    expect([...scene.parent]).toEqual([-1, 0, 1, 1, 0, -1]);
  });

  it('gives every object a path that leads back to it', () => {
    const paths = Array.from({ length: scene.count }, (_, i) => pathOf(scene, i));
    expect(paths).toEqual([[0], [0, 0], [0, 0, 0], [0, 0, 1], [0, 1], [1]]);
    expect(paths.map((path) => indexOfPath(scene, path))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(indexOfPath(scene, [0, 2])).toBe(-1);
    expect(indexOfPath(scene, [])).toBe(-1);
  });

  it('marks a confidence that was not given as NaN', () => {
    expect(scene.score[0]).toBe(0.9);
    expect(scene.score[1]).toBeNaN();
  });

  it.each([undefined, null, []])('takes %j for no objects', (objects) => {
    expect(flattenPrediction(picture(objects)).count).toBe(0);
  });

  it('survives nesting that is deeper than the call stack', () => {
    let deep = box('leaf');
    for (let level = 0; level < 50_000; level += 1) deep = box('level', { objects: [deep] });
    const flat = flattenPrediction(picture([deep]));
    expect(flat.count).toBe(50_001);
    expect(flat.depth.at(-1)).toBe(255);
  });

  it('bounds a turned box and the points outside it', () => {
    const turned = flattenPrediction(picture([box('a', { orientation: 90 })]));
    // 40 x 30 about (30, 35), upright after a quarter turn.
    [15, 15, 45, 55].forEach((side, at) => {
      expect(turned.bounds[at]).toBeCloseTo(side, 3);
    });
    const pointed = flattenPrediction(picture([box('a', { keyPoints: [{ points: [{ x: 2, y: 90 }] }] })]));
    expect([...pointed.bounds]).toEqual([2, 20, 50, 90]);
  });
});
