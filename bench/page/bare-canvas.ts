import { layOutLabels } from '#common/overlay/label-layout';
import { labelFont } from '#common/overlay/labels';
import type { OverlayView } from '#common/overlay/look';
import type { ShownOverlay } from '../../src-renderer/features/inspect/use-overlay';
import { stageSize } from './camera-path';
import { medianFrameMs } from './timing';

type Label = { readonly text: string; readonly x: number; readonly y: number; readonly width: number };
type Step = { readonly view: OverlayView; readonly labels: ReadonlyMap<number, Label> };

/**
 * The least code that draws the same: one loop over the boxes in view, each stroked in its colour, and the very labels
 * that ours finds room for, their places worked out beforehand and free of charge.
 */
export async function bareCanvasMs({ overlay }: ShownOverlay, views: readonly OverlayView[]): Promise<number> {
  const canvas = document.createElement('canvas');
  canvas.width = stageSize.width;
  canvas.height = stageSize.height;
  document.body.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.font = labelFont(overlay.sheet, 1);
  const steps = views.map((view) => ({ view, labels: labelsAt(context, overlay, view) }));
  const ms = await medianFrameMs(
    steps,
    4,
    (step) => requestAnimationFrame(() => drawBare(context, overlay, step)),
    () => canvas,
  );
  canvas.remove();
  return ms;
}

function labelsAt(
  context: CanvasRenderingContext2D,
  overlay: ShownOverlay['overlay'],
  view: OverlayView,
): Map<number, Label> {
  const { scene, kept, sheet } = overlay;
  const layout = layOutLabels(context, scene, kept, sheet, view);
  const labels = new Map<number, Label>();
  for (let at = 0; at < layout.count; at += 1) {
    const i = layout.objects[at] ?? 0;
    const text = sheet.texts[sheet.textOf[i] ?? 0] ?? '';
    labels.set(i, { text, x: layout.x[at] ?? 0, y: layout.y[at] ?? 0, width: layout.width[at] ?? 0 });
  }
  return labels;
}

function drawBare(context: CanvasRenderingContext2D, overlay: ShownOverlay['overlay'], { view, labels }: Step): void {
  const { scene, colouring } = overlay;
  const { zoom, panX, panY, width, height } = view;
  context.clearRect(0, 0, width, height);
  context.lineWidth = 2;
  for (let i = 0; i < scene.count; i += 1) {
    const x = (scene.x[i] ?? 0) * zoom + panX;
    const y = (scene.y[i] ?? 0) * zoom + panY;
    const w = (scene.width[i] ?? 0) * zoom;
    const h = (scene.height[i] ?? 0) * zoom;
    if (x > width || y > height || x + w < 0 || y + h < 0) continue;
    context.strokeStyle = colouring.swatches[colouring.ofObject[i] ?? 0]?.line ?? '#fff';
    context.strokeRect(x, y, w, h);
  }
  for (const [i, label] of labels) {
    const swatch = colouring.swatches[colouring.ofObject[i] ?? 0];
    context.fillStyle = swatch?.line ?? '#fff';
    context.fillRect(label.x, label.y, label.width, 16);
    context.fillStyle = swatch?.ink ?? '#000';
    context.fillText(label.text, label.x + 5, label.y + 12);
  }
}
