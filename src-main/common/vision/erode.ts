import type { Size } from './geometry';

/**
 * Takes away what is within `by` px (in a square) of background.
 *
 * @param byUpright - px up and down, where those are others than the px to the sides
 * @param mask - `[height, width]`, 0 and 1. What lies beyond its border takes nothing away.
 */
export function erode(mask: Uint8Array, { width, height }: Size, by: number, byUpright = by): Uint8Array {
  const rows = erodeLines(mask, { lines: height, length: width, lineStep: width, step: 1 }, by);
  return erodeLines(rows, { lines: width, length: height, lineStep: 1, step: width }, byUpright);
}

/** Adds what is within `by` px (in a square) of the region. Arguments as for `erode`. */
export function dilate(mask: Uint8Array, size: Size, by: number, byUpright = by): Uint8Array {
  const surroundings = mask.map((value) => (value === 0 ? 1 : 0));
  return erode(surroundings, size, by, byUpright).map((value) => 1 - value);
}

type Lines = { readonly lines: number; readonly length: number; readonly lineStep: number; readonly step: number };

function erodeLines(mask: Uint8Array, { lines, length, lineStep, step }: Lines, by: number): Uint8Array {
  const eroded = mask.slice();
  for (let line = 0; line < lines; line += 1) {
    const start = line * lineStep;
    let lastEmpty = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < length; at += 1) {
      if (mask[start + at * step] === 0) lastEmpty = at;
      if (at - lastEmpty <= by) eroded[start + at * step] = 0;
    }
    lastEmpty = Number.POSITIVE_INFINITY;
    for (let at = length - 1; at >= 0; at -= 1) {
      if (mask[start + at * step] === 0) lastEmpty = at;
      if (lastEmpty - at <= by) eroded[start + at * step] = 0;
    }
  }
  return eroded;
}
