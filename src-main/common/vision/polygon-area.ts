import type { Point } from './geometry';

/** The area of a closed polygon in the points' unit squared; positive where it runs clockwise on a screen (y down). */
export function polygonArea(points: readonly Point[]): number {
  let twice = 0;
  let previous = points.at(-1);
  for (const point of points) {
    if (previous) twice += previous.x * point.y - point.x * previous.y;
    previous = point;
  }
  return twice / 2;
}
