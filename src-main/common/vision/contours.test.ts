import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from './geometry';
import { type MaskRegion, maskContours } from './mask-contours';
import { polygonArea } from './polygon-area';
import { simplifyPolygon } from './simplify-polygon';

const maskOf = (...rows: string[]) => ({
  mask: rows.flatMap((row) => [...row].map((cell) => (cell === '#' ? 1 : 0))),
  width: rows[0]?.length ?? 0,
  height: rows.length,
});
const contoursOf = (...rows: string[]) => {
  const { mask, width, height } = maskOf(...rows);
  return maskContours(mask, width, height);
};

/** Even-odd at the centre of each pixel. */
function rasterise(regions: readonly MaskRegion[], width: number, height: number): number[] {
  return Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [(index % width) + 0.5, Math.floor(index / width) + 0.5];
    return regions.some(({ outer, holes }) => [outer, ...holes].reduce((odd, ring) => odd !== isIn(ring, x, y), false))
      ? 1
      : 0;
  });
}

function isIn(ring: readonly Point[], x: number, y: number): boolean {
  return ring.reduce((inside, a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    return a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x ? !inside : inside;
  }, false);
}

describe('maskContours', () => {
  it('follows one pixel clockwise', () => {
    const [region] = contoursOf('...', '.#.', '...');
    expect(region?.outer).toEqual([
      { x: 2, y: 1 },
      { x: 2, y: 2 },
      { x: 1, y: 2 },
      { x: 1, y: 1 },
    ]);
    expect(polygonArea(region?.outer ?? [])).toBe(1);
  });

  it('finds a hole and gives it the other direction', () => {
    const [region, ...others] = contoursOf('####', '#.##', '####');
    expect(others).toEqual([]);
    expect(polygonArea(region?.outer ?? [])).toBe(12);
    expect(region?.holes.map(polygonArea)).toEqual([-1]);
    expect(region?.pixels).toHaveLength(11);
  });

  it('keeps pixels apart that touch only at a corner', () => {
    expect(contoursOf('#.', '.#')).toHaveLength(2);
    expect(contoursOf('##.', '#.#', '.##').map(({ pixels }) => pixels.length)).toEqual([3, 3]);
  });

  it('does not mistake the inside of a ring at the border, nor an island in a hole', () => {
    const regions = contoursOf('#####', '#...#', '#.#.#', '#...#', '#####');
    expect(regions.map(({ holes, outer }) => [polygonArea(outer), holes.length])).toEqual([
      [25, 1],
      [1, 0],
    ]);
  });

  it('has nothing to say of an empty mask, and says what is wrong with a short one', () => {
    expect(contoursOf('...', '...')).toEqual([]);
    expect(() => maskContours([1, 1], 2, 2)).toThrow('expected 4 values, got 2');
  });

  it('gives polygons that, filled again, are the mask', () => {
    const anyMask = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        mask: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height }),
      }),
    );
    fc.assert(
      fc.property(anyMask, ({ mask, width, height }) => {
        const regions = maskContours(mask, width, height);
        expect(rasterise(regions, width, height)).toEqual(mask);
        for (const { outer, holes, pixels } of regions) {
          expect(polygonArea(outer) + holes.map(polygonArea).reduce((sum, area) => sum + area, 0)).toBe(pixels.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('simplifyPolygon', () => {
  const square: Point[] = [
    { x: 0, y: 0 },
    { x: 5, y: 0.1 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 5, y: 9.9 },
    { x: 0, y: 10 },
  ];

  it('drops what lies within epsilon of a straight line', () => {
    expect(simplifyPolygon(square, 0.5)).toEqual([square[0], square[2], square[3], square[5]]);
    expect(simplifyPolygon(square, 0.01)).toEqual(square);
  });

  it('never leaves fewer than three points', () => {
    expect(simplifyPolygon(square, 1000)).toHaveLength(3);
    expect(simplifyPolygon([], 1)).toEqual([]);
  });
});
