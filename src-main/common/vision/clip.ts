import type { Size, Xyxy } from './geometry';

/** The part of a box inside a picture of `size`; empty (not inverted) where it lies outside. NaN becomes 0. */
export function clipBox(xyxy: Xyxy, { width, height }: Size): Xyxy {
  const x1 = clamp(xyxy[0], width);
  const y1 = clamp(xyxy[1], height);
  return [x1, y1, Math.max(x1, clamp(xyxy[2], width)), Math.max(y1, clamp(xyxy[3], height))];
}

function clamp(value: number, max: number): number {
  return value > 0 ? Math.min(value, max) : 0;
}
