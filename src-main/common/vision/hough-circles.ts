import type { Circle } from './enclosing-shapes';
import type { Point, Size } from './geometry';

export type HoughOptions = {
  readonly minRadius: number;
  readonly maxRadius: number;
  /** Share of a circle's rim that must be there, 0..1. */
  readonly minSupport: number;
};

type Edge = Point & { readonly normalX: number; readonly normalY: number };

/** Over so many px of outline on either side a direction is measured: pixel steps alone know only eight. */
const reach = 5;
const tolerancePx = 1.5;

/**
 * The circles in the outline of a region (Hough transform along the outline's normals): also those that overlap, or of
 * which a part is missing.
 *
 * @param rings - closed outlines in px of the mask, corners only
 * @returns The best supported first.
 */
export function houghCircles(rings: readonly (readonly Point[])[], size: Size, options: HoughOptions): Circle[] {
  const edges = rings.flatMap(edgesOf);
  const votes = vote(edges, size, options);
  const found: { circle: Circle; support: number }[] = [];
  for (const centre of peaks(votes, size)) {
    const best = bestRadius(edges, centre, options);
    if (best.support >= options.minSupport) found.push(best);
  }
  found.sort((a, b) => b.support * b.circle.radius - a.support * a.circle.radius);
  const kept: Circle[] = [];
  for (const { circle } of found) if (!kept.some((other) => isSame(circle, other))) kept.push(circle);
  return kept;
}

/** Centres closer than a third of the smaller radius are one circle seen twice. */
function isSame(a: Circle, b: Circle): boolean {
  return Math.hypot(a.cx - b.cx, a.cy - b.cy) < Math.min(a.radius, b.radius) / 3;
}

/** Points one px apart along a ring, with its direction there. */
function edgesOf(ring: readonly Point[]): Edge[] {
  const points = ring.flatMap((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    const steps = Math.max(1, Math.round(Math.hypot(b.x - a.x, b.y - a.y)));
    return Array.from({ length: steps }, (_, step) => ({
      x: a.x + ((b.x - a.x) * (step + 0.5)) / steps,
      y: a.y + ((b.y - a.y) * (step + 0.5)) / steps,
    }));
  });
  return points.flatMap((point, index): Edge[] => {
    const before = points.at((index - reach) % points.length);
    const after = points[(index + reach) % points.length];
    if (!before || !after) return [];
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const length = Math.hypot(dx, dy);
    return length > 0 ? [{ ...point, normalX: -dy / length, normalY: dx / length }] : [];
  });
}

/** Each point of the outline votes for all centres on its normal, inwards and, for holes, outwards alike. */
function vote(edges: readonly Edge[], { width, height }: Size, { minRadius, maxRadius }: HoughOptions): Float32Array {
  const votes = new Float32Array(width * height);
  for (const { x, y, normalX, normalY } of edges) {
    for (let radius = minRadius; radius <= maxRadius; radius += 1) {
      const column = Math.floor(x + normalX * radius);
      const row = Math.floor(y + normalY * radius);
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const at = row * width + column;
      votes[at] = (votes[at] ?? 0) + 1 / radius;
    }
  }
  return blurred(votes, width, height);
}

/** Sum over 5 x 5, so that votes a pixel apart count together. */
function blurred(values: Float32Array, width: number, height: number): Float32Array {
  const rows = summed(values, 1, (at) => at % width, width);
  return summed(rows, width, (at) => Math.floor(at / width), height);
}

function summed(values: Float32Array, step: number, placeOf: (at: number) => number, length: number): Float32Array {
  return values.map((_, at) => {
    const place = placeOf(at);
    let sum = 0;
    for (let i = Math.max(-2, -place); i <= Math.min(2, length - 1 - place); i += 1) sum += values[at + i * step] ?? 0;
    return sum;
  });
}

/** The places with more votes than all around them, the fullest first; at most 200. */
function peaks(votes: Float32Array, { width, height }: Size): Point[] {
  const found: (Point & { votes: number })[] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const here = votes[y * width + x] ?? 0;
      if (here <= 0) continue;
      let isPeak = true;
      for (let dy = -3; dy <= 3 && isPeak; dy += 1) {
        for (let dx = -3; dx <= 3 && isPeak; dx += 1) {
          const [column, row] = [x + dx, y + dy];
          if (column < 0 || row < 0 || column >= width || row >= height) continue;
          isPeak = (votes[row * width + column] ?? 0) <= here;
        }
      }
      if (isPeak) found.push({ x: x + 0.5, y: y + 0.5, votes: here });
    }
  }
  return found.sort((a, b) => b.votes - a.votes).slice(0, 200);
}

/** The radius at which the rim about a centre is most complete; the centre is then fitted to that rim. */
function bestRadius(edges: readonly Edge[], centre: Point, { minRadius, maxRadius }: HoughOptions) {
  let [cx, cy, radius] = [centre.x, centre.y, 0];
  let support = 0;
  for (let turn = 0; turn < 3; turn += 1) {
    const counts = new Float32Array(Math.ceil(maxRadius) + 3);
    for (const edge of edges) {
      const distance = Math.hypot(edge.x - cx, edge.y - cy);
      const bin = Math.round(distance);
      for (let i = bin - 1; i <= bin + 1; i += 1) if (i >= 0 && i < counts.length) counts[i] = (counts[i] ?? 0) + 1;
    }
    const start = Math.max(1, Math.floor(minRadius));
    radius = start;
    for (let i = start; i < counts.length; i += 1) {
      if ((counts[i] ?? 0) / i > (counts[radius] ?? 0) / radius) radius = i;
    }
    const rim = edges.filter((edge) => Math.abs(Math.hypot(edge.x - cx, edge.y - cy) - radius) <= tolerancePx);
    const sectors = new Set(rim.map((edge) => Math.floor((Math.atan2(edge.y - cy, edge.x - cx) / Math.PI + 1) * 18)));
    support = sectors.size / 36;
    const moved = fitted(rim, { cx, cy, radius });
    [cx, cy, radius] = [moved.cx, moved.cy, moved.radius];
  }
  return { circle: { cx, cy, radius }, support };
}

/** One Gauss-Newton step of the circle through points near it. */
function fitted(rim: readonly Point[], { cx, cy, radius }: Circle): Circle {
  if (rim.length < 6) return { cx, cy, radius };
  let [sx, sy, mean] = [0, 0, 0];
  for (const { x, y } of rim) {
    const distance = Math.hypot(x - cx, y - cy) || 1;
    mean += distance / rim.length;
    sx += (((x - cx) / distance) * (distance - radius) * 2) / rim.length;
    sy += (((y - cy) / distance) * (distance - radius) * 2) / rim.length;
  }
  return { cx: cx + sx, cy: cy + sy, radius: mean };
}
