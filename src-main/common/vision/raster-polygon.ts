import type { Point, Size } from './geometry';

/**
 * Fills closed rings by the even-odd rule, so that rings within a ring are holes: a pixel is 1 where its centre is inside.
 *
 * @param rings - points in px of the mask; those beyond it count, but are not drawn
 * @returns `[height, width]`, row-major, 0 and 1.
 */
export function rasterPolygon(rings: readonly (readonly Point[])[], { width, height }: Size): Uint8Array {
  const mask = new Uint8Array(width * height);
  const crossings: number[][] = Array.from({ length: height }, () => []);
  for (const ring of rings) {
    let previous = ring.at(-1);
    for (const point of ring) {
      if (previous) addCrossings(crossings, previous, point);
      previous = point;
    }
  }
  for (const [y, row] of crossings.entries()) {
    row.sort((a, b) => a - b);
    for (let i = 0; i + 1 < row.length; i += 2) {
      const from = Math.max(0, Math.ceil((row[i] ?? 0) - 0.5));
      const to = Math.min(width, Math.ceil((row[i + 1] ?? 0) - 0.5));
      if (to > from) mask.fill(1, y * width + from, y * width + to);
    }
  }
  return mask;
}

/** Where an edge crosses the middle of each row of pixels; its lower end belongs to the next edge. */
function addCrossings(crossings: number[][], a: Point, b: Point): void {
  const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
  const first = Math.max(0, Math.ceil(upper.y - 0.5));
  const end = Math.min(crossings.length, Math.ceil(lower.y - 0.5));
  for (let y = first; y < end; y += 1) {
    crossings[y]?.push(upper.x + ((y + 0.5 - upper.y) / (lower.y - upper.y)) * (lower.x - upper.x));
  }
}
