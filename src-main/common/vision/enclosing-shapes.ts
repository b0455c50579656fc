import { convexHull } from './convex-hull';
import type { Point } from './geometry';
import { polygonArea } from './polygon-area';

export type Circle = { readonly cx: number; readonly cy: number; readonly radius: number };

const slack = 1 + 1e-9;

/** The smallest circle that holds all points (Welzl's method, without recursion). */
export function smallestCircle(points: readonly Point[]): Circle {
  const hull = convexHull(points);
  let circle: Circle = { cx: hull[0]?.x ?? 0, cy: hull[0]?.y ?? 0, radius: 0 };
  for (const [i, a] of hull.entries()) {
    if (holds(circle, a)) continue;
    circle = { cx: a.x, cy: a.y, radius: 0 };
    for (const [j, b] of hull.slice(0, i).entries()) {
      if (holds(circle, b)) continue;
      circle = across(a, b);
      for (const c of hull.slice(0, j)) if (!holds(circle, c)) circle = through(a, b, c);
    }
  }
  return circle;
}

const holds = ({ cx, cy, radius }: Circle, { x, y }: Point) => Math.hypot(x - cx, y - cy) <= radius * slack;

const across = (a: Point, b: Point): Circle => ({
  cx: (a.x + b.x) / 2,
  cy: (a.y + b.y) / 2,
  radius: Math.hypot(b.x - a.x, b.y - a.y) / 2,
});

/** The circle through three corners of a hull, which never lie on one line. */
function through(a: Point, b: Point, c: Point): Circle {
  const [bx, by, cx, cy] = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y];
  const d = 2 * (bx * cy - by * cx);
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  const [x, y] = [(cy * b2 - by * c2) / d, (bx * c2 - cx * b2) / d];
  return { cx: a.x + x, cy: a.y + y, radius: Math.hypot(x, y) };
}

/** How far a circle's polygon may lie off it. */
const stepPx = 0.25;

const sidesOf = (radius: number) =>
  Math.min(256, Math.max(12, Math.ceil(Math.PI / Math.acos(Math.max(0, 1 - stepPx / Math.max(radius, 1))))));

/** A circle as a polygon that lies on it with its corners, each side at most a quarter of a pixel off it. */
export function circlePolygon(circle: Circle): Point[] {
  return regularPolygon(circle, sidesOf(circle.radius));
}

/** A circle as a polygon that touches it with its sides: what the circle holds, the polygon holds. */
export function polygonAround(circle: Circle): Point[] {
  const sides = sidesOf(circle.radius);
  return regularPolygon({ ...circle, radius: circle.radius / Math.cos(Math.PI / sides) }, sides);
}

function regularPolygon({ cx, cy, radius }: Circle, sides: number): Point[] {
  return Array.from({ length: sides }, (_, index) => {
    const angle = (2 * Math.PI * index) / sides;
    return { x: cx + radius * Math.cos(angle), y: cy + radius * Math.sin(angle) };
  });
}

/**
 * The smallest rectangle, turned any way, that holds all points: one of its sides lies on a side of their hull.
 *
 * @returns Four corners; fewer than three where the points have no area.
 */
export function smallestRectangle(points: readonly Point[]): Point[] {
  const hull = convexHull(points);
  if (hull.length < 3) return hull;
  let best: { area: number; corners: Point[] } | null = null;
  for (const [u, v] of directionsOf(hull)) {
    const along = hull.map(({ x, y }) => x * u + y * v);
    const off = hull.map(({ x, y }) => y * u - x * v);
    const [left, right, top, bottom] = [Math.min(...along), Math.max(...along), Math.min(...off), Math.max(...off)];
    const area = (right - left) * (bottom - top);
    if (best && best.area <= area) continue;
    const corner = (s: number, t: number): Point => ({ x: s * u - t * v, y: s * v + t * u });
    best = { area, corners: [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)] };
  }
  return best?.corners ?? hull;
}

/** Unit vectors along the sides of a polygon. */
function directionsOf(hull: readonly Point[]): [number, number][] {
  return hull.flatMap((a, index): [number, number][] => {
    const b = hull[(index + 1) % hull.length] ?? a;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    return length > 0 ? [[(b.x - a.x) / length, (b.y - a.y) / length]] : [];
  });
}

/**
 * The smallest triangle that holds all points, to about a thousandth of its area: one of its sides lies on a side of
 * their hull (Klee and Laskowski 1985); how much the other two lean is searched for.
 *
 * @returns Three corners; fewer where the points have no area.
 */
export function smallestTriangle(points: readonly Point[]): Point[] {
  const hull = convexHull(points);
  if (hull.length < 3) return hull;
  const triangles = directionsOf(hull).map(([u, v]) => triangleOn(hull, u, v));
  return triangles.reduce((best, one) => (Math.abs(polygonArea(one)) < Math.abs(polygonArea(best)) ? one : best));
}

/** Coordinates: x along the side, y at a right angle to it, both stretched so that the points lie in 0..1 and on y = 0. */
function triangleOn(hull: readonly Point[], u: number, v: number): Point[] {
  const along = hull.map(({ x, y }) => x * u + y * v);
  const off = hull.map(({ x, y }) => y * u - x * v);
  const [left, base] = [Math.min(...along), Math.min(...off)];
  const [wide, tall] = [Math.max(...along) - left, Math.max(...off) - base];
  const local = along.map((s, index) => ({ x: (s - left) / wide, y: ((off[index] ?? base) - base) / tall }));
  const { from, to, apex } = leastLeaning(local);
  const back = ({ x, y }: Point): Point => {
    const [s, t] = [left + x * wide, base + y * tall];
    return { x: s * u - t * v, y: s * v + t * u };
  };
  return [back({ x: from, y: 0 }), back({ x: to, y: 0 }), back(apex)];
}

const directions = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

/** The area over the leans of both sides is convex (a square over a line), so searching line by line comes to its end. */
function leastLeaning(points: readonly Point[]) {
  // A lean is how far a side comes in for each unit of height; both sides touch the points.
  const leftAt = (lean: number) => Math.min(...points.map(({ x, y }) => x - lean * y));
  const rightAt = (lean: number) => Math.max(...points.map(({ x, y }) => x + lean * y));
  const areaOf = (a: number, b: number) =>
    a + b > 1e-9 ? (rightAt(b) - leftAt(a)) ** 2 / (2 * (a + b)) : Number.POSITIVE_INFINITY;
  let [a, b] = [0.5, 0.5];
  for (let round = 0; round < 4; round += 1) {
    for (const [da, db] of directions) {
      const step = leastStep((by) => areaOf(a + by * da, b + by * db));
      [a, b] = [a + step * da, b + step * db];
    }
  }
  const [from, to] = [leftAt(a), rightAt(b)];
  const height = (to - from) / (a + b);
  return { from, to, apex: { x: from + a * height, y: height } };
}

const goldenCut = (Math.sqrt(5) - 1) / 2;

/** Golden-section search over all steps, as tangents. To the left of some step there may be nothing (infinity). */
function leastStep(worthAt: (step: number) => number): number {
  let [low, high] = [-Math.PI / 2, Math.PI / 2];
  const at = (angle: number) => worthAt(Math.tan(angle));
  let [a, b] = [high - goldenCut * (high - low), low + goldenCut * (high - low)];
  let [valueA, valueB] = [at(a), at(b)];
  while (high - low > 1e-4) {
    if (valueA < valueB) {
      [high, b, valueB] = [b, a, valueA];
      a = high - goldenCut * (high - low);
      valueA = at(a);
    } else {
      [low, a, valueA] = [a, b, valueB];
      b = low + goldenCut * (high - low);
      valueB = at(b);
    }
  }
  return Math.tan((low + high) / 2);
}
