import { describe, expect, it } from 'vitest';
import { filterScene } from './filter';
import { flattenPrediction } from './scene';

const at = { x: 0, y: 0, width: 10, height: 10 };
const scene = flattenPrediction({
  source_width: 100,
  source_height: 100,
  objects: [
    { ...at, classLabel: 'person', confidence: 0.3, objects: [{ ...at, classLabel: 'face', confidence: 0.95 }] },
    { ...at, classLabel: 'person', confidence: 0.5 },
    { ...at, classLabel: 'dog' },
  ],
});
const flags = (minConfidence: number, ...hidden: string[]) => [
  ...filterScene(scene, { minConfidence, hiddenClasses: new Set(hidden) }).flags,
];

describe('filterScene', () => {
  it('keeps what is at the limit or above, nested or not', () => {
    expect(flags(0.3)).toEqual([1, 1, 1, 1]);
    expect(flags(0.5)).toEqual([0, 1, 1, 1]);
    expect(flags(0.51)).toEqual([0, 1, 0, 1]);
  });

  it('never hides an object without a confidence for its confidence', () => {
    expect(flags(1)).toEqual([0, 0, 0, 1]);
  });

  it('hides classes, and counts what is left of each', () => {
    const kept = filterScene(scene, { minConfidence: 0.5, hiddenClasses: new Set(['face', 'unknown']) });
    expect([...kept.flags]).toEqual([0, 0, 1, 1]);
    expect([kept.count, kept.total]).toEqual([2, 4]);
    expect(scene.classNames).toEqual(['person', 'face', 'dog']);
    expect([...kept.perClass]).toEqual([1, 0, 1]);
    expect([...kept.totalPerClass]).toEqual([2, 1, 1]);
  });
});
