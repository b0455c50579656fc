import type { Prediction } from '../prediction/prediction';
import type { Point } from '../vision/geometry';
import type { Canvas2D } from './canvas-2d';
import type { Overlay } from './draw-prediction';
import type { OverlayView } from './look';

/** Where a tracked object came from: its places in the frames before, the newest first, in source px. */
export type Trail = { readonly colour: string; readonly points: readonly Point[] };

/** Frames that a trail reaches back. */
export const trailFrames = 30;

/**
 * The trails of the tracked objects that are shown, along the middle of their lower edge: where people stand.
 *
 * @param before - what was found in the frames before, the newest first; nothing where one has no result
 */
export function trailsOf(
  { scene, kept, colouring }: Pick<Overlay, 'scene' | 'kept' | 'colouring'>,
  before: Iterable<Prediction | null | undefined>,
): Trail[] {
  const trails = new Map<number | string, { colour: string; points: Point[] }>();
  for (const [index, object] of scene.objects.entries()) {
    if (object.trackId == null || kept.flags[index] !== 1) continue;
    const colour = colouring.swatches[colouring.ofObject[index] ?? 0]?.line ?? '#ffffff';
    trails.set(object.trackId, { colour, points: [footOf(object)] });
  }
  if (trails.size === 0) return [];
  for (const prediction of before) {
    for (const object of prediction?.objects ?? []) {
      if (object.trackId != null) trails.get(object.trackId)?.points.push(footOf(object));
    }
  }
  return [...trails.values()].filter(({ points }) => points.length > 1);
}

const footOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Point => ({
  x: x + width / 2,
  y: y + height,
});

/**
 * Fainter the longer ago.
 *
 * @param opacity - of the newest part, as a share of what is usual
 */
export function drawTrails(
  context: Canvas2D,
  trails: readonly Trail[],
  { zoom, panX, panY, unit }: OverlayView,
  opacity = 1,
): void {
  context.save();
  context.lineWidth = 2 * unit;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { colour, points } of trails) {
    context.strokeStyle = colour;
    const half = Math.ceil(points.length / 2);
    for (const [alpha, part] of [
      [0.75, points.slice(0, half + 1)],
      [0.35, points.slice(half)],
    ] as const) {
      context.globalAlpha = alpha * opacity;
      context.beginPath();
      for (const [index, { x, y }] of part.entries()) {
        if (index === 0) context.moveTo(x * zoom + panX, y * zoom + panY);
        else context.lineTo(x * zoom + panX, y * zoom + panY);
      }
      context.stroke();
    }
  }
  context.restore();
}
