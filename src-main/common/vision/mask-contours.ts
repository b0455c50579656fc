import type { Point } from './geometry';

/** One connected region of a mask: its outer polygon, its holes, and its area in pixels (holes not counted). */
export type MaskRegion = { readonly outer: Point[]; readonly holes: Point[][]; readonly pixels: Int32Array };

// Along a pixel's edges with the region on the right hand: east on top, south at the right, west below, north at the left.
const stepX = [1, 0, -1, 0];
const stepY = [0, 1, 0, -1];

/**
 * The outlines of the regions of a binary mask, along the edges of its pixels, so that a polygon filled again gives
 * back exactly its pixels. Pixels that touch only at a corner belong to different regions.
 *
 * @param mask - `[height, width]`, row-major, 0 is background.
 * @returns Regions in the order of their topmost-leftmost pixel; points in pixels, corners only, outer polygons
 *   clockwise on the screen and holes counter-clockwise; `pixels` holds the indices of the region's pixels.
 * @throws {RangeError} When the mask has not `width * height` values.
 */
export function maskContours(mask: ArrayLike<number>, width: number, height: number): MaskRegion[] {
  if (mask.length !== width * height)
    throw new RangeError(`mask: expected ${width * height} values, got ${mask.length}`);
  const { labels, regions } = labelRegions(mask, width, height);
  const loops = regions.map((): Point[][] => []);
  const isWalked = new Uint8Array(width * height);
  for (let index = 0; index < labels.length; index += 1) {
    const label = labels[index] ?? 0;
    if (label === 0) continue;
    const x = index % width;
    // Every loop, outer or hole, has an edge on top of some pixel: it is found there once.
    const hasTopEdge = index < width || labels[index - width] !== label;
    if (hasTopEdge && isWalked[index] === 0) {
      loops[label - 1]?.push(walk(labels, label, width, height, x, (index - x) / width, isWalked));
    }
  }
  return regions.map((pixels, region) => {
    // The first loop begins at the topmost-leftmost pixel, which no hole can hold.
    const [outer = [], ...holes] = loops[region] ?? [];
    return { outer, holes, pixels };
  });
}

/** Flood fill over the four neighbours; labels count from 1. */
function labelRegions(mask: ArrayLike<number>, width: number, height: number) {
  const labels = new Int32Array(width * height);
  const regions: Int32Array[] = [];
  const stack: number[] = [];
  for (let seed = 0; seed < labels.length; seed += 1) {
    if (!mask[seed] || labels[seed] !== 0) continue;
    const label = regions.length + 1;
    const pixels: number[] = [];
    labels[seed] = label;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      pixels.push(at);
      const x = at % width;
      const neighbours = [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width];
      for (const next of neighbours) {
        if (next < 0 || next >= labels.length || !mask[next] || labels[next] !== 0) continue;
        labels[next] = label;
        stack.push(next);
      }
    }
    regions.push(Int32Array.from(pixels));
  }
  return { labels, regions };
}

/** Follows one loop from the top edge of a pixel until it closes. */
function walk(
  labels: Int32Array,
  label: number,
  width: number,
  height: number,
  startX: number,
  startY: number,
  isWalked: Uint8Array,
): Point[] {
  const isInside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] === label;
  const corners: Point[] = [];
  let [x, y, direction] = [startX, startY, 0];
  do {
    // Going east along the top of the pixel below: remember it, so that this loop is not found again.
    if (direction === 0) isWalked[y * width + x] = 1;
    x += stepX[direction] ?? 0;
    y += stepY[direction] ?? 0;
    const turned = turn(isInside, x, y, direction);
    if (turned !== direction) corners.push({ x, y });
    direction = turned;
  } while (x !== startX || y !== startY || direction !== 0);
  return corners;
}

/** At a corner: right where the region ends ahead, straight on along it, left where it comes out to us. */
function turn(isInside: (x: number, y: number) => boolean, x: number, y: number, direction: number): number {
  // The two pixels ahead of the corner, at the right and at the left hand.
  const [rightX, rightY] = [x + (direction === 0 || direction === 3 ? 0 : -1), y + (direction < 2 ? 0 : -1)];
  const [leftX, leftY] = [
    x + (direction === 0 || direction === 1 ? 0 : -1),
    y + (direction === 1 || direction === 2 ? 0 : -1),
  ];
  if (!isInside(rightX, rightY)) return (direction + 1) % 4;
  return isInside(leftX, leftY) ? (direction + 3) % 4 : direction;
}
