import type { Point } from './geometry';

/**
 * Fewer points for nearly the same closed polygon (Douglas-Peucker).
 *
 * @param epsilon - How far the outline may move, in the points' own unit.
 * @returns Points of the input in its order; never fewer than three where the input has as many.
 */
export function simplifyPolygon(points: readonly Point[], epsilon: number): Point[] {
  if (points.length <= 3 || epsilon <= 0) return [...points];
  // A ring has no ends: it is cut at its first point and at the one farthest from it.
  const far = farthest(points, 0, points.length, (point) => distance(point, points[0] ?? point, points[0] ?? point));
  const isKept = new Uint8Array(points.length + 1);
  isKept[0] = isKept[far.index] = 1;
  const ring = [...points, points[0] ?? { x: 0, y: 0 }];
  keepBetween(ring, 0, far.index, epsilon, isKept);
  keepBetween(ring, far.index, points.length, epsilon, isKept);
  const kept = points.filter((_, index) => isKept[index] === 1);
  return kept.length >= 3 ? kept : threeOf(points, far.index);
}

function keepBetween(ring: readonly Point[], first: number, last: number, epsilon: number, isKept: Uint8Array): void {
  const spans: [number, number][] = [[first, last]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [a, b] = [ring[from], ring[to]];
    if (!a || !b || to - from < 2) continue;
    const worst = farthest(ring, from + 1, to, (point) => distance(point, a, b));
    if (worst.distance <= epsilon) continue;
    isKept[worst.index] = 1;
    spans.push([from, worst.index], [worst.index, to]);
  }
}

function farthest(points: readonly Point[], from: number, to: number, distanceOf: (point: Point) => number) {
  let found = { index: from, distance: -1 };
  for (let index = from; index < to; index += 1) {
    const point = points[index];
    const away = point ? distanceOf(point) : -1;
    if (away > found.distance) found = { index, distance: away };
  }
  return found;
}

/** From a point to the segment a-b. */
function distance(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length2));
  return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy);
}

function threeOf(points: readonly Point[], far: number): Point[] {
  const [a, b] = [points[0], points[far]];
  if (!a || !b) return [...points];
  const third = farthest(points, 1, points.length, (point) => distance(point, a, b)).index;
  return [0, far, third].sort((one, other) => one - other).flatMap((index) => points[index] ?? []);
}
