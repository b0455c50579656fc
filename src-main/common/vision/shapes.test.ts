import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convexHull } from './convex-hull';
import { circlePolygon, smallestCircle, smallestRectangle, smallestTriangle } from './enclosing-shapes';
import { dilate, erode } from './erode';
import type { Point } from './geometry';
import { houghCircles } from './hough-circles';
import { maskContours } from './mask-contours';
import { otsuThreshold } from './otsu';
import { polygonArea } from './polygon-area';
import { rasterPolygon } from './raster-polygon';
import { simplifyPolygon } from './simplify-polygon';

const size = { width: 24, height: 18 };
/** Blobs: noise alone has no region worth an outline. */
const masks = fc
  .array(fc.tuple(fc.nat(23), fc.nat(17), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 6 })
  .map((discs) =>
    Uint8Array.from({ length: size.width * size.height }, (_, at) => {
      const [x, y] = [at % size.width, Math.floor(at / size.width)];
      return discs.some(([cx, cy, r]) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r) ? 1 : 0;
    }),
  );
const points = fc.array(fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) }), {
  minLength: 3,
  maxLength: 30,
});

/** Distance from a point to a closed polygon's outline. */
function distanceTo(ring: readonly Point[], { x, y }: Point): number {
  return Math.min(
    ...ring.map((a, index) => {
      const b = ring[(index + 1) % ring.length] ?? a;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
    }),
  );
}

/** By how much a point lies outside of a convex polygon; 0 inside. */
function outsideBy(polygon: readonly Point[], point: Point): number {
  const filled = Math.sign(polygonArea(polygon));
  const isInside = polygon.every((a, index) => {
    const b = polygon[(index + 1) % polygon.length] ?? a;
    return filled * ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)) >= -1e-6;
  });
  return isInside ? 0 : distanceTo(polygon, point);
}

describe('outlines filled again', () => {
  it('give back their mask to the pixel, holes and all', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const rings = maskContours(mask, size.width, size.height).flatMap(({ outer, holes }) => [outer, ...holes]);
        expect(rasterPolygon(rings, size)).toEqual(mask);
      }),
    );
  });

  it('differ, once simplified, only in pixels whose centre is within epsilon of the outline', () => {
    fc.assert(
      fc.property(masks, fc.double({ min: 0.1, max: 2, noNaN: true }), (mask, epsilon) => {
        for (const { outer, holes } of maskContours(mask, size.width, size.height)) {
          for (const ring of [outer, ...holes]) {
            const whole = rasterPolygon([ring], size);
            const simple = rasterPolygon([simplifyPolygon(ring, epsilon)], size);
            for (const [at, value] of whole.entries()) {
              if (value === simple[at]) continue;
              const centre = { x: (at % size.width) + 0.5, y: Math.floor(at / size.width) + 0.5 };
              // A ring that would vanish keeps three points, which may lie a little further off.
              if (simplifyPolygon(ring, epsilon).length > 3)
                expect(distanceTo(ring, centre)).toBeLessThanOrEqual(epsilon + 1e-9);
            }
          }
        }
      }),
    );
  });
});

describe('erode and dilate', () => {
  it('undo each other but for what is too narrow, and never the other way about', () => {
    fc.assert(
      fc.property(masks, fc.integer({ min: 0, max: 4 }), (mask, by) => {
        const opened = dilate(erode(mask, size, by), size, by);
        expect(opened.every((value, at) => value <= (mask[at] ?? 0))).toBe(true);
        // Closing adds; at the border erosion has no surroundings, so nothing is lost there either.
        const closed = erode(dilate(mask, size, by), size, by);
        expect(closed.every((value, at) => value >= (mask[at] ?? 0))).toBe(true);
      }),
    );
  });
});

describe('shapes around points', () => {
  const shapes = { convexHull, smallestRectangle, smallestTriangle };
  it.each(Object.entries(shapes))('%s holds them all, and is convex', (_, shape) => {
    fc.assert(
      fc.property(points, (given) => {
        const polygon = shape(given);
        if (Math.abs(polygonArea(convexHull(given))) < 1) return;
        for (const point of given) expect(outsideBy(polygon, point)).toBeLessThan(1e-3);
        expect(convexHull(polygon)).toHaveLength(polygon.length);
      }),
    );
  });

  it('the rectangle is no larger than the upright one, and the triangle no larger than twice the rectangle', () => {
    fc.assert(
      fc.property(points, (given) => {
        const [xs, ys] = [given.map(({ x }) => x), given.map(({ y }) => y)];
        const upright = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
        const rectangle = Math.abs(polygonArea(smallestRectangle(given)));
        expect(rectangle).toBeLessThanOrEqual(upright + 1e-6);
        expect(Math.abs(polygonArea(smallestTriangle(given)))).toBeLessThanOrEqual(2 * rectangle * 1.01 + 1e-6);
      }),
    );
  });

  it('the triangle around a triangle is itself, around a square twice the square', () => {
    const triangle = [
      { x: 0, y: 0 },
      { x: 30, y: 4 },
      { x: 11, y: 25 },
    ];
    expect(Math.abs(polygonArea(smallestTriangle(triangle)))).toBeCloseTo(Math.abs(polygonArea(triangle)), 0);
    const square = [0, 10].flatMap((x) => [0, 10].map((y) => ({ x, y })));
    expect(Math.abs(polygonArea(smallestTriangle(square)))).toBeCloseTo(200, 0);
  });

  it('the circle holds all, and two or three of them lie on it', () => {
    fc.assert(
      fc.property(points, (given) => {
        const { cx, cy, radius } = smallestCircle(given);
        const distances = given.map(({ x, y }) => Math.hypot(x - cx, y - cy));
        expect(Math.max(...distances)).toBeLessThanOrEqual(radius + 1e-6);
        const onRim = given.filter((_, index) => (distances[index] ?? 0) > radius - 1e-6);
        expect(new Set(onRim.map(({ x, y }) => `${x} ${y}`)).size).toBeGreaterThanOrEqual(radius > 0 ? 2 : 1);
      }),
    );
  });

  it('a circle as a polygon is off by a quarter of a pixel at most', () => {
    for (const radius of [2, 10, 100, 400]) {
      const polygon = circlePolygon({ cx: 0, cy: 0, radius });
      const [a, b] = [polygon[0], polygon[1]];
      expect(radius - Math.hypot(((a?.x ?? 0) + (b?.x ?? 0)) / 2, ((a?.y ?? 0) + (b?.y ?? 0)) / 2)).toBeLessThan(0.26);
    }
  });
});

describe('houghCircles', () => {
  const discs = (list: readonly (readonly [number, number, number])[], width = 200, height = 120) => {
    const mask = Uint8Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
      return list.some(([cx, cy, r]) => Math.hypot(x - cx, y - cy) <= r) ? 1 : 0;
    });
    const rings = maskContours(mask, width, height).flatMap(({ outer, holes }) => [outer, ...holes]);
    return houghCircles(rings, { width, height }, { minRadius: 4, maxRadius: 90, minSupport: 0.5 });
  };

  it('finds circles that overlap, each with its own centre', () => {
    const truth = [
      [50, 60, 30],
      [95, 60, 28],
      [150, 60, 35],
    ] as const;
    const found = discs(truth);
    expect(found).toHaveLength(3);
    for (const [cx, cy, radius] of truth) {
      const near = found.find((circle) => Math.hypot(circle.cx - cx, circle.cy - cy) < 1.5);
      expect(near?.radius).toBeGreaterThan(radius - 1.5);
      expect(near?.radius).toBeLessThan(radius + 1.5);
    }
  });

  it('finds none in a square', () => {
    const square = [
      { x: 20, y: 20 },
      { x: 90, y: 20 },
      { x: 90, y: 90 },
      { x: 20, y: 90 },
    ];
    const found = houghCircles(
      [square],
      { width: 120, height: 120 },
      { minRadius: 10, maxRadius: 80, minSupport: 0.6 },
    );
    expect(found).toEqual([]);
  });
});

describe('otsuThreshold', () => {
  it('parts two heaps between them, and one value not at all', () => {
    const values = Uint8Array.from([...Array<number>(50).fill(40), ...Array<number>(20).fill(180), 42, 185]);
    const threshold = otsuThreshold(values) ?? -1;
    expect(threshold).toBeGreaterThanOrEqual(42);
    expect(threshold).toBeLessThan(180);
    expect(otsuThreshold(new Uint8Array(9).fill(77))).toBeNull();
  });
});
