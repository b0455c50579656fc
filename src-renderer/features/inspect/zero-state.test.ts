import { describe, expect, it } from 'vitest';
import { filterScene } from '#common/overlay/filter';
import { flattenPrediction } from '#common/overlay/scene';
import type { Prediction } from '#common/prediction/prediction';
import { zeroStateOf } from './zero-state';

function zero(rest: Partial<Prediction>, minConfidence: number, ...hidden: string[]) {
  const scene = flattenPrediction({ source_width: 10, source_height: 10, ...rest });
  return zeroStateOf(scene, filterScene(scene, { minConfidence, hiddenClasses: new Set(hidden) }), minConfidence);
}
const object = (classLabel: string, confidence: number) => ({
  classLabel,
  confidence,
  x: 0,
  y: 0,
  width: 5,
  height: 5,
});

describe('why there is nothing to see', () => {
  const objects = [object('cat', 0.2), object('dog', 0.4)];

  it('is nothing to say while anything is shown', () => {
    expect(zero({ objects }, 0.3)).toBeNull();
  });

  it('is that all lie below, and where the lowest lies', () => {
    expect(zero({ objects }, 0.5)).toEqual({ why: 'below', count: 2, leastScore: 0.2 });
  });

  it('is that a person hid the classes', () => {
    expect(zero({ objects }, 0.3, 'dog')).toEqual({ why: 'hidden' });
    expect(zero({ objects }, 0.5, 'dog')).toEqual({ why: 'below', count: 2, leastScore: 0.2 });
  });

  it('is that there are classes instead of objects', () => {
    expect(zero({ classes: [{ classLabel: 'cat' }] }, 0.5)).toEqual({ why: 'only-classes' });
  });

  it('is that the model returned nothing at all', () => {
    expect(zero({}, 0.5)).toEqual({ why: 'nothing' });
    expect(zero({ objects: [], classes: [] }, 0)).toEqual({ why: 'nothing' });
    expect(zero({ keyPoints: [{ points: [{ x: 1, y: 1 }] }] }, 0.5)).toBeNull();
  });
});
