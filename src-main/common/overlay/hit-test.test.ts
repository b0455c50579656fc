import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictedObject } from '../prediction/prediction';
import { buildBoxTree } from './box-tree';
import { filterScene } from './filter';
import { buildHitIndex } from './hit-test';
import { aCrowd } from './overlay.builder';
import { flattenPrediction } from './scene';

const showAll = { minConfidence: 0, hiddenClasses: new Set<string>() };

function hitter(objects: PredictedObject[], filter: Parameters<typeof filterScene>[1] = showAll) {
  const scene = flattenPrediction({ source_width: 200, source_height: 200, objects });
  const hits = buildHitIndex(scene);
  const kept = filterScene(scene, filter);
  return (x: number, y: number, tolerance = 0) =>
    hits.under(x, y, tolerance, kept).map((i) => scene.objects[i]?.classLabel);
}

const box = (classLabel: string, x: number, y: number, width: number, height: number): PredictedObject => ({
  classLabel,
  x,
  y,
  width,
  height,
});

describe('buildHitIndex', () => {
  it('finds the smaller object first', () => {
    const under = hitter([box('car', 0, 0, 100, 60), box('wheel', 10, 30, 20, 20), box('tree', 90, 0, 30, 90)]);
    expect(under(15, 35)).toEqual(['wheel', 'car']);
    expect(under(95, 10)).toEqual(['tree', 'car']);
    expect(under(150, 150)).toEqual([]);
  });

  it('of two boxes of one size finds the surer first', () => {
    const under = hitter([
      { ...box('unsure', 0, 0, 50, 50), confidence: 0.4 },
      { ...box('sure', 0, 0, 50, 50), confidence: 0.8 },
    ]);
    expect(under(10, 10)).toEqual(['sure', 'unsure']);
  });

  it('reaches as far as the tolerance beside a box', () => {
    const under = hitter([box('a', 50, 50, 20, 20)]);
    expect(under(47.5, 60)).toEqual([]);
    expect(under(47.5, 60, 3)).toEqual(['a']);
  });

  it('never finds what is hidden', () => {
    const objects = [{ ...box('a', 0, 0, 50, 50), confidence: 0.3 }, box('b', 0, 0, 60, 60)];
    expect(hitter(objects, { ...showAll, minConfidence: 0.5 })(10, 10)).toEqual(['b']);
    expect(hitter(objects, { ...showAll, hiddenClasses: new Set(['b']) })(10, 10)).toEqual(['a']);
  });

  it('knows which corner a turned box leaves free', () => {
    // A quarter turn makes 80 x 20 about (50, 50) stand upright.
    const under = hitter([{ ...box('pole', 10, 40, 80, 20), orientation: 90 }]);
    expect(under(50, 15)).toEqual(['pole']);
    expect(under(15, 50)).toEqual([]);
  });

  it('prefers an outline that holds the point to a smaller box that does not', () => {
    const ring = {
      points: [
        { x: 0, y: 0 },
        { x: 100, y: 0 },
        { x: 100, y: 100 },
        { x: 0, y: 100 },
      ],
      cutouts: [
        [
          { x: 40, y: 40 },
          { x: 60, y: 40 },
          { x: 60, y: 60 },
          { x: 40, y: 60 },
        ],
      ],
    };
    const under = hitter([{ ...box('frame', 0, 0, 100, 100), contours: [ring] }, box('picture', 20, 20, 60, 60)]);
    expect(under(30, 30)).toEqual(['frame', 'picture']);
    // In the hole only the boxes count.
    expect(under(50, 50)).toEqual(['picture', 'frame']);
  });

  it('asks the mask where there is one', () => {
    // Two columns, two rows: only the right one of the lower row is set.
    const mask = { bitmap: btoa(String.fromCharCode(0b00000000, 0b01000000)), width: 2, height: 2, stride: 1 };
    const under = hitter([{ ...box('big', 0, 0, 100, 100), mask }, box('small', 0, 0, 90, 90)]);
    expect(under(80, 80)).toEqual(['big', 'small']);
    expect(under(20, 80)).toEqual(['small', 'big']);
  });

  it('finds a key point outside the box of its object', () => {
    const under = hitter([{ ...box('hand', 0, 0, 20, 20), keyPoints: [{ points: [{ x: 60, y: 70 }] }] }]);
    expect(under(61, 70, 2)).toEqual(['hand']);
    expect(under(40, 40, 2)).toEqual([]);
  });
});

describe('buildHitIndex over many boxes, some turned', () => {
  it.each([0, 1, 16, 17, 300, 1000])('finds what a look at each of %d boxes finds', (count) => {
    const objects = aCrowd(count);
    const scene = flattenPrediction({ source_width: 200, source_height: 150, objects });
    const kept = filterScene(scene, { minConfidence: 0.2, hiddenClasses: new Set(['dog']) });
    const index = buildHitIndex(scene);
    for (let x = -5; x <= 205; x += 11) {
      for (let y = -5; y <= 155; y += 13) {
        const expected = objects.flatMap((object, i) => (kept.flags[i] === 1 && holds(object, x, y, 1.5) ? [i] : []));
        expect(index.under(x, y, 1.5, kept).sort((a, b) => a - b)).toEqual(expected);
      }
    }
  });

  /** The textbook way: into the box's own axes by the inverse rotation. */
  function holds({ x, y, width, height, orientation }: PredictedObject, px: number, py: number, slack: number) {
    const angle = (-(orientation ?? 0) * Math.PI) / 180;
    const dx = px - (x + width / 2);
    const dy = py - (y + height / 2);
    const u = dx * Math.cos(angle) - dy * Math.sin(angle);
    const v = dx * Math.sin(angle) + dy * Math.cos(angle);
    return Math.abs(u) <= width / 2 + slack && Math.abs(v) <= height / 2 + slack;
  }
});

describe('buildBoxTree', () => {
  const side = fc.float({ min: -50, max: 50, noNaN: true });
  const bounds = fc.tuple(side, side, side, side).map(([a, b, c, d]) => {
    return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)] as const;
  });

  it('finds the very boxes that a look at each of them finds', () => {
    const input = fc.tuple(fc.array(bounds, { maxLength: 600 }), side, side, fc.float({ min: 0, max: 5, noNaN: true }));
    fc.assert(
      fc.property(input, ([boxes, x, y, tolerance]) => {
        const found: number[] = [];
        buildBoxTree(Float32Array.from(boxes.flat())).at(x, y, tolerance, (index) => found.push(index));
        const expected = boxes.flatMap(([left, top, right, bottom], index) =>
          x >= left - tolerance && y >= top - tolerance && x <= right + tolerance && y <= bottom + tolerance
            ? [index]
            : [],
        );
        expect(found.sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
});
