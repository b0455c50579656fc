import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskRegion } from '#common/vision/mask-contours';
import { polygonArea } from '#common/vision/polygon-area';
import { type SeparateOptions, separateRegions } from './separate-regions';

const size = { width: 60, height: 40 };
const aMask = (isIn: (x: number, y: number) => boolean) =>
  Uint8Array.from({ length: size.width * size.height }, (_, at) =>
    isIn(at % size.width, Math.floor(at / size.width)) ? 1 : 0,
  );
const within = (x: number, y: number, [left, top, right, bottom]: readonly [number, number, number, number]) =>
  x >= left && x < right && y >= top && y < bottom;
const separate = (mask: Uint8Array, over: Partial<SeparateOptions> = {}) =>
  separateRegions(mask, size, { overhang: 0, neck: 2, minArea: 1, minHoleShare: 0.8, ...over });
const box = ({ outer }: MaskRegion) => {
  const [xs, ys] = [outer.map(({ x }) => x), outer.map(({ y }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

const left = [5, 10, 20, 25] as const;
const right = [30, 10, 45, 25] as const;

describe('separateRegions', () => {
  it.each([
    { name: 'cuts a neck that is narrow', bridge: 4, boxes: [left, right] },
    { name: 'keeps one that is wide', bridge: 6, boxes: [[5, 10, 45, 25]] },
  ])('$name', ({ bridge, boxes }) => {
    const mask = aMask((x, y) => within(x, y, left) || within(x, y, right) || within(x, y, [20, 14, 30, 14 + bridge]));
    expect(separate(mask).map(box)).toEqual(boxes);
  });

  it('draws edges back, but not at the border of the picture', () => {
    const mask = aMask((x, y) => within(x, y, [0, 5, 20, 25]));
    expect(separate(mask, { overhang: 3 }).map(box)).toEqual([[0, 8, 17, 22]]);
  });

  it('fills a hole and what lies in it, unless it is nearly everything', () => {
    const ring = (hole: readonly [number, number, number, number]) =>
      aMask((x, y) => (within(x, y, [5, 5, 35, 35]) && !within(x, y, hole)) || within(x, y, [18, 18, 22, 22]));
    const [filled, ...others] = separate(ring([10, 10, 30, 30]));
    expect(others).toEqual([]);
    expect(filled).toMatchObject({ holes: [] });
    expect(filled?.pixels).toHaveLength(900);
    const [frame, inner] = separate(ring([6, 6, 34, 34]));
    expect(frame?.holes.map(polygonArea)).toEqual([-784]);
    expect(inner?.pixels).toHaveLength(16);
  });

  it('leaves a region as it is when nothing would be left of it, or only pieces that do not count', () => {
    const thin = aMask((x, y) => within(x, y, [5, 5, 40, 8]));
    expect(separate(thin).map(box)).toEqual([[5, 5, 40, 8]]);
    const small = aMask((x, y) => within(x, y, [5, 5, 12, 12]) || within(x, y, [12, 8, 50, 9]));
    expect(separate(small, { minArea: 60 }).map(box)).toEqual([[5, 5, 50, 12]]);
    expect(separate(small, { minArea: 49 }).map(box)).toEqual([[5, 5, 12, 12]]);
  });

  it('never gives a pixel that was neither in the mask nor in a hole of it, and loses no region', () => {
    const rectangle = fc.tuple(
      fc.nat(50),
      fc.nat(30),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 15 }),
    );
    fc.assert(
      fc.property(fc.array(rectangle, { maxLength: 8 }), fc.nat(3), fc.nat(3), (rectangles, overhang, neck) => {
        const mask = aMask((x, y) => rectangles.some(([l, t, w, h]) => within(x, y, [l, t, l + w, t + h])));
        const filled = separateRegions(mask, size, { overhang: 0, neck: 0, minArea: 1, minHoleShare: 1 });
        const allowed = new Set(filled.flatMap(({ pixels }) => [...pixels]));
        const found = separate(mask, { overhang, neck, minHoleShare: 1 });
        expect(found.length).toBeGreaterThanOrEqual(filled.length);
        for (const { outer, holes, pixels } of found) {
          expect(pixels.every((pixel) => allowed.has(pixel))).toBe(true);
          const area = [outer, ...holes].reduce((sum, ring) => sum + polygonArea(ring), 0);
          expect(area).toBe(pixels.length);
        }
      }),
      { numRuns: 200 },
    );
  });
});
