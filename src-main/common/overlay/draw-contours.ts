import type { Canvas2D } from './canvas-2d';
import type { DrawList } from './draw-list';
import { haloColour, isTintAllowed, mostWithHalo, type OverlayView } from './look';
import type { MaskImages } from './mask-images';
import type { Scene } from './scene';

const linePx = 1.75;
/** Enough to tell inside from outside, little enough to leave the picture its colours. */
const fillAlpha = 0.12;
const maskAlpha = 0.5;
/** Points nearer to each other on screen than this are drawn as one. */
const leastStepPx = 0.75;

/** Draws masks and contours: areas first, then the outlines over them. Holes stay empty. */
export function drawAreas(
  context: Canvas2D,
  scene: Scene,
  list: DrawList,
  view: OverlayView,
  masks: MaskImages | null,
  opacity: number,
): void {
  context.lineJoin = 'round';
  for (const { swatch, start, end } of list.groups) {
    for (let at = start; at < end; at += 1) {
      const i = list.indices[at] ?? 0;
      const shapes = scene.shapes[i];
      if (!shapes) continue;
      // The outline and the mask of one object cover one area; filling it twice would darken it.
      if (shapes.hasMask && masks) {
        context.globalAlpha = opacity * maskAlpha;
        drawMask(context, scene, i, view, masks, swatch.line);
      }
      if (shapes.contours.length === 0) continue;
      traceContours(context, scene, i, view);
      if (!shapes.hasMask && isTintAllowed(view)) {
        context.globalAlpha = opacity * fillAlpha;
        context.fillStyle = swatch.line;
        context.fill('evenodd');
      }
      context.globalAlpha = opacity;
      if (list.count <= mostWithHalo) {
        context.strokeStyle = haloColour;
        context.lineWidth = (linePx + 1.5) * view.unit;
        context.stroke();
      }
      context.strokeStyle = swatch.line;
      context.lineWidth = linePx * view.unit;
      context.stroke();
    }
  }
  context.globalAlpha = opacity;
}

/** Begins a path and puts all rings of an object into it. */
export function traceContours(context: Canvas2D, scene: Scene, i: number, view: OverlayView): void {
  context.beginPath();
  for (const { rings } of scene.shapes[i]?.contours ?? []) {
    for (const ring of rings) traceRing(context, ring, view);
  }
}

function traceRing(context: Canvas2D, xy: Float32Array, { zoom, panX, panY }: OverlayView): void {
  let lastX = Number.NEGATIVE_INFINITY;
  let lastY = Number.NEGATIVE_INFINITY;
  for (let at = 0; at + 1 < xy.length; at += 2) {
    const x = (xy[at] ?? 0) * zoom + panX;
    const y = (xy[at + 1] ?? 0) * zoom + panY;
    if (Math.abs(x - lastX) < leastStepPx && Math.abs(y - lastY) < leastStepPx) continue;
    if (at === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
  context.closePath();
}

function drawMask(
  context: Canvas2D,
  scene: Scene,
  i: number,
  { zoom, panX, panY }: OverlayView,
  masks: MaskImages,
  colour: string,
): void {
  const mask = scene.objects[i]?.mask;
  const image = mask ? masks.imageOf(mask, colour) : null;
  if (!image) return;
  const width = (scene.width[i] ?? 0) * zoom;
  // Enlarged, a mask shows its own pixels: a smooth edge would claim more than the model said.
  context.imageSmoothingEnabled = width < (mask?.width ?? 0);
  context.drawImage(
    image,
    (scene.x[i] ?? 0) * zoom + panX,
    (scene.y[i] ?? 0) * zoom + panY,
    width,
    (scene.height[i] ?? 0) * zoom,
  );
}
