import type { Canvas2D } from './canvas-2d';
import { drawBoxes } from './draw-boxes';
import { drawAreas } from './draw-contours';
import { drawFrameNotes, placeFrameNotes } from './draw-frame-notes';
import { drawLabels } from './draw-labels';
import { listForDrawing } from './draw-list';
import { drawPoints } from './draw-points';
import type { Kept } from './filter';
import type { LabelSheet } from './labels';
import type { OverlayLook, OverlayView } from './look';
import type { MaskImages } from './mask-images';
import type { Colouring } from './palette';
import type { Scene } from './scene';

/** Everything about a prediction that stays the same while the view moves. */
export type Overlay = {
  readonly scene: Scene;
  readonly kept: Kept;
  readonly colouring: Colouring;
  readonly sheet: LabelSheet;
  /** What is said of the whole picture. */
  readonly notes: readonly string[];
  readonly look: OverlayLook;
  /** Null where masks are not to be drawn. */
  readonly masks: MaskImages | null;
};

/** How much was drawn, for the reader and for tests. */
export type Drawn = { readonly objects: number; readonly labels: number };

/**
 * Draws a prediction over its picture in few passes: areas, boxes, points, labels, notes. The same function serves the
 * screen, the clipboard, annotated files and the command line.
 *
 * @param context - in canvas px as `view` says; whatever a device pixel is has been scaled away
 */
export function drawPrediction(context: Canvas2D, overlay: Overlay, view: OverlayView): Drawn {
  const { scene, kept, colouring, look } = overlay;
  const list = listForDrawing(scene, kept, colouring, view);
  context.save();
  context.globalAlpha = look.opacity;
  if (look.masks) drawAreas(context, scene, list, view, overlay.masks, look.opacity);
  if (look.boxes) drawBoxes(context, scene, list, view);
  if (look.keyPoints) drawPoints(context, scene, list, view);
  const labels = look.labels ? drawWords(context, overlay, view) : 0;
  context.restore();
  return { objects: list.count, labels };
}

/** Notes on the picture keep their corner; the labels of objects stay out of it. */
function drawWords(context: Canvas2D, overlay: Overlay, view: OverlayView): number {
  const { scene, kept, colouring, sheet } = overlay;
  const notes = placeFrameNotes(context, overlay.notes, sheet.fontFamily, view);
  const labels = drawLabels(context, scene, kept, colouring, sheet, view, notes);
  drawFrameNotes(context, notes, sheet.fontFamily, view);
  return labels;
}
