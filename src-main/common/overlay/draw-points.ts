import type { Canvas2D } from './canvas-2d';
import type { DrawList } from './draw-list';
import { haloColour, type OverlayView } from './look';
import type { Scene, SceneKeyPoints } from './scene';

const jointPx = 3;
const meshPointPx = 1.5;
const bonePx = 2;
/** The colour of key points that belong to the picture, not to an object. */
const frameColour = '#ffffff';

/** Draws meshes, skeletons and key points. */
export function drawPoints(context: Canvas2D, scene: Scene, list: DrawList, view: OverlayView): void {
  context.lineCap = 'round';
  for (const { swatch, start, end } of list.groups) {
    for (let at = start; at < end; at += 1) {
      const shapes = scene.shapes[list.indices[at] ?? 0];
      if (!shapes) continue;
      for (const mesh of shapes.meshes) drawMesh(context, mesh, view, swatch.line);
      for (const points of shapes.keyPoints) drawKeyPoints(context, points, view, swatch.line);
    }
  }
  for (const mesh of scene.frameMeshes) drawMesh(context, mesh, view, frameColour);
  for (const points of scene.frameKeyPoints) drawKeyPoints(context, points, view, frameColour);
}

/** A mesh comes as points without edges, so points are what is shown. */
function drawMesh(context: Canvas2D, xy: Float32Array, { zoom, panX, panY, unit }: OverlayView, colour: string): void {
  const size = meshPointPx * unit;
  context.fillStyle = colour;
  for (let at = 0; at + 1 < xy.length; at += 2) {
    context.fillRect((xy[at] ?? 0) * zoom + panX - size / 2, (xy[at + 1] ?? 0) * zoom + panY - size / 2, size, size);
  }
}

function drawKeyPoints(context: Canvas2D, points: SceneKeyPoints, view: OverlayView, colour: string): void {
  const { unit } = view;
  if (points.links.length > 0) {
    traceBones(context, points, view);
    context.strokeStyle = haloColour;
    context.lineWidth = (bonePx + 2) * unit;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = bonePx * unit;
    context.stroke();
  }
  // Points that the model places but does not see are rings.
  for (const isVisible of [1, 0]) {
    if (!traceJoints(context, points, view, isVisible)) continue;
    context.strokeStyle = haloColour;
    context.lineWidth = 3 * unit;
    context.stroke();
    context.fillStyle = isVisible ? '#ffffff' : haloColour;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = 1.5 * unit;
    context.stroke();
  }
}

function traceBones(context: Canvas2D, { xy, links }: SceneKeyPoints, { zoom, panX, panY }: OverlayView): void {
  context.beginPath();
  for (let at = 0; at + 1 < links.length; at += 2) {
    const from = (links[at] ?? 0) * 2;
    const to = (links[at + 1] ?? 0) * 2;
    context.moveTo((xy[from] ?? 0) * zoom + panX, (xy[from + 1] ?? 0) * zoom + panY);
    context.lineTo((xy[to] ?? 0) * zoom + panX, (xy[to + 1] ?? 0) * zoom + panY);
  }
}

function traceJoints(context: Canvas2D, points: SceneKeyPoints, view: OverlayView, isVisible: number): boolean {
  const { zoom, panX, panY, unit } = view;
  const radius = jointPx * unit;
  let hasAny = false;
  context.beginPath();
  for (let point = 0; point < points.isVisible.length; point += 1) {
    if (points.isVisible[point] !== isVisible) continue;
    const x = (points.xy[2 * point] ?? 0) * zoom + panX;
    const y = (points.xy[2 * point + 1] ?? 0) * zoom + panY;
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, Math.PI * 2);
    hasAny = true;
  }
  return hasAny;
}
