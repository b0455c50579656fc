import { dilate, erode } from '#common/vision/erode';
import type { Point, Size } from '#common/vision/geometry';
import { type MaskRegion, maskContours } from '#common/vision/mask-contours';
import { polygonArea } from '#common/vision/polygon-area';

/** In px of the mask. */
export type SeparateOptions = {
  /** How far the mask reaches over the edge of what it shows, on every side. */
  readonly overhang: number;
  /** Where a region is not wider than about twice this, it is cut. */
  readonly neck: number;
  /** Pieces smaller than this do not count. */
  readonly minArea: number;
  /** A hole of at least this share of its region stays one; smaller ones are filled. */
  readonly minHoleShare: number;
};

/**
 * The things in a mask whose regions reach over their edges and so run into each other: holes are filled, edges drawn
 * back by `overhang`, and narrow necks cut. A region of which nothing would be left stays as it is.
 *
 * @param mask - `[height, width]`, 0 and 1. What lies beyond its border counts as region, so nothing is drawn back there.
 */
export function separateRegions(mask: Uint8Array, size: Size, options: SeparateOptions): MaskRegion[] {
  const { width, height } = size;
  const filled = fillHoles(mask, size, options.minHoleShare);
  const wholes = maskContours(filled, width, height);
  const wholeOf = new Int32Array(filled.length);
  for (const [index, { pixels }] of wholes.entries()) for (const pixel of pixels) wholeOf[pixel] = index;
  const pieces = wholes.map((): MaskRegion[] => []);
  const cores = erode(filled, size, options.overhang + options.neck);
  for (const core of maskContours(cores, width, height)) {
    // Each on its own: grown together they would touch again.
    const piece = grown(core, size, options.neck);
    if (piece && piece.pixels.length >= options.minArea) pieces[wholeOf[core.pixels[0] ?? 0] ?? 0]?.push(piece);
  }
  return wholes.flatMap((whole, index) => {
    const found = pieces[index] ?? [];
    return found.length > 0 ? found : [whole];
  });
}

function fillHoles(mask: Uint8Array, size: Size, minHoleShare: number): Uint8Array {
  const filled = mask.slice();
  for (const { outer, holes } of maskContours(mask, size.width, size.height)) {
    const whole = polygonArea(outer);
    for (const hole of holes) if (-polygonArea(hole) < whole * minHoleShare) fillRing(filled, size.width, hole);
  }
  return filled;
}

/** Sets the pixels within a ring that runs along the edges of pixels. */
function fillRing(mask: Uint8Array, width: number, ring: readonly Point[]): void {
  const left = Math.min(...ring.map(({ x }) => x));
  const top = Math.min(...ring.map(({ y }) => y));
  const columns = Math.max(...ring.map(({ x }) => x)) - left;
  const rows = Math.max(...ring.map(({ y }) => y)) - top;
  // Along a row, every upright edge of the ring leads into it or out of it.
  const flips = new Uint8Array((columns + 1) * rows);
  ring.forEach((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    if (a.x !== b.x) return;
    for (let y = Math.min(a.y, b.y); y < Math.max(a.y, b.y); y += 1) {
      const at = (y - top) * (columns + 1) + a.x - left;
      flips[at] = 1 - (flips[at] ?? 0);
    }
  });
  for (let row = 0; row < rows; row += 1) {
    let isWithin = 0;
    for (let column = 0; column < columns; column += 1) {
      isWithin ^= flips[row * (columns + 1) + column] ?? 0;
      if (isWithin) mask[(top + row) * width + left + column] = 1;
    }
  }
}

/** The region with `by` px more on every side, within the picture. */
function grown({ outer, pixels }: MaskRegion, { width, height }: Size, by: number): MaskRegion | undefined {
  const xs = outer.map(({ x }) => x);
  const ys = outer.map(({ y }) => y);
  const left = Math.max(0, Math.min(...xs) - by);
  const top = Math.max(0, Math.min(...ys) - by);
  const box = {
    width: Math.min(width, Math.max(...xs) + by) - left,
    height: Math.min(height, Math.max(...ys) + by) - top,
  };
  const piece = new Uint8Array(box.width * box.height);
  for (const pixel of pixels) {
    const x = pixel % width;
    piece[((pixel - x) / width - top) * box.width + x - left] = 1;
  }
  const [found] = maskContours(dilate(piece, box, by), box.width, box.height);
  if (!found) return undefined;
  const moved = ({ x, y }: Point) => ({ x: x + left, y: y + top });
  return {
    outer: found.outer.map(moved),
    holes: found.holes.map((hole) => hole.map(moved)),
    pixels: found.pixels.map((at) => (Math.floor(at / box.width) + top) * width + (at % box.width) + left),
  };
}
