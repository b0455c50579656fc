import type { Canvas2D } from './canvas-2d';
import type { DrawList } from './draw-list';
import { haloColour, mostWithHalo, type OverlayView } from './look';
import type { Scene } from './scene';

const topLinePx = 2;
const nestedLinePx = 1.25;
/** Below this size on screen a box is a dot. */
const dotPx = 2;

/**
 * Draws the boxes of a list. Each box is its own `strokeRect`: one long path of rectangles looks cheaper and is not; its
 * rasterising took 17 times as long as that of snapped `strokeRect`s in Chromium (10,000 boxes: 149 ms against 9 ms).
 */
export function drawBoxes(context: Canvas2D, scene: Scene, list: DrawList, view: OverlayView): void {
  // Round joins would send every rectangle through the general stroker, which takes three times as long.
  context.lineJoin = 'miter';
  for (const isThin of [false, true]) {
    const width = (isThin ? nestedLinePx : topLinePx) * view.unit;
    if (list.count <= mostWithHalo) {
      context.strokeStyle = haloColour;
      context.fillStyle = haloColour;
      context.lineWidth = width + 2 * view.unit;
      strokeRange(context, scene, list, 0, list.count, view, isThin);
    }
    context.lineWidth = width;
    for (const { swatch, start, end } of list.groups) {
      context.strokeStyle = swatch.line;
      context.fillStyle = swatch.line;
      strokeRange(context, scene, list, start, end, view, isThin);
    }
  }
}

function strokeRange(
  context: Canvas2D,
  scene: Scene,
  list: DrawList,
  start: number,
  end: number,
  view: OverlayView,
  isThin: boolean,
): void {
  const { zoom, panX, panY, pixelRatio } = view;
  const dot = dotPx * view.unit;
  for (let at = start; at < end; at += 1) {
    const i = list.indices[at] ?? 0;
    // Nested boxes, and boxes around an outline that says it better, are drawn thin.
    if ((scene.depth[i] !== 0 || hasArea(scene, i)) !== isThin) continue;
    const width = (scene.width[i] ?? 0) * zoom;
    const height = (scene.height[i] ?? 0) * zoom;
    const x = (scene.x[i] ?? 0) * zoom + panX;
    const y = (scene.y[i] ?? 0) * zoom + panY;
    if (scene.rotation[i] !== 0) {
      traceBox(context, scene, i, view);
      context.stroke();
    } else if (width < dot && height < dot) {
      context.fillRect(x, y, dot, dot);
    } else {
      // Whole device pixels: crisp, and rasterised twice as fast as anti-aliased edges.
      const left = Math.round(x * pixelRatio) / pixelRatio;
      const top = Math.round(y * pixelRatio) / pixelRatio;
      const right = Math.round((x + width) * pixelRatio) / pixelRatio;
      const bottom = Math.round((y + height) * pixelRatio) / pixelRatio;
      context.strokeRect(left, top, right - left, bottom - top);
    }
  }
}

function hasArea(scene: Scene, i: number): boolean {
  const shapes = scene.shapes[i];
  return shapes !== null && shapes !== undefined && (shapes.hasMask || shapes.contours.length > 0);
}

/** Begins a path and puts the four corners of a box, turned as it is, into it. */
export function traceBox(context: Canvas2D, scene: Scene, i: number, { zoom, panX, panY }: OverlayView): void {
  const rotation = scene.rotation[i] ?? 0;
  const halfW = ((scene.width[i] ?? 0) * zoom) / 2;
  const halfH = ((scene.height[i] ?? 0) * zoom) / 2;
  const centreX = (scene.x[i] ?? 0) * zoom + panX + halfW;
  const centreY = (scene.y[i] ?? 0) * zoom + panY + halfH;
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  const corner = (dx: number, dy: number): [number, number] => [
    centreX + dx * cos - dy * sin,
    centreY + dx * sin + dy * cos,
  ];
  context.beginPath();
  context.moveTo(...corner(-halfW, -halfH));
  context.lineTo(...corner(halfW, -halfH));
  context.lineTo(...corner(halfW, halfH));
  context.lineTo(...corner(-halfW, halfH));
  context.closePath();
}
