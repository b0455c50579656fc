import type { Prediction } from '../prediction/prediction';
import type { Canvas2D, CreateImage } from './canvas-2d';
import { frameNotes } from './draw-frame-notes';
import { drawPrediction } from './draw-prediction';
import { filterScene, type SceneFilter } from './filter';
import { labelSheet } from './labels';
import { defaultLook, type OverlayLook, type OverlayView } from './look';
import { createMaskImages } from './mask-images';
import { type ColourMode, colourScene } from './palette';
import { flattenPrediction } from './scene';
import { drawTrails, trailsOf } from './trails';

export const overlayFontFamily = '"Inter", system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

export type AnnotateOptions = {
  readonly filter: SceneFilter;
  readonly colourMode: ColourMode;
  readonly formatScore: (score: number) => string;
  readonly createImage: CreateImage;
  readonly look?: OverlayLook;
  /** Of a video: what was found in the frames before, the newest first; draws where tracks came from. */
  readonly before?: Iterable<Prediction | null>;
};

/** The view of a whole picture at its own size: lines and labels grow with it, so that they look as on a screen. */
export function wholePictureView(width: number, height: number): OverlayView {
  const unit = Math.max(1, Math.max(width, height) / 1200);
  return { zoom: 1, panX: 0, panY: 0, width, height, pixelRatio: 1, unit };
}

/**
 * Draws the overlay of one picture over that picture, once.
 *
 * @param context - holds the picture already, in `width` x `height` px
 * @param size - of the context; the prediction is scaled to it
 */
export function annotate(
  context: Canvas2D,
  size: { readonly width: number; readonly height: number },
  prediction: Prediction,
  options: AnnotateOptions,
): void {
  const scene = flattenPrediction(prediction);
  const zoom = scene.size.width > 0 ? size.width / scene.size.width : 1;
  const view = { ...wholePictureView(size.width, size.height), zoom };
  const overlay = {
    scene,
    kept: filterScene(scene, options.filter),
    colouring: colourScene(scene, options.colourMode),
    sheet: labelSheet(scene, options.formatScore, overlayFontFamily),
    notes: frameNotes(prediction, options.formatScore),
    look: options.look ?? defaultLook,
    masks: createMaskImages(options.createImage),
  };
  const { boxes, opacity } = overlay.look;
  if (boxes && options.before) drawTrails(context, trailsOf(overlay, options.before), view, opacity);
  drawPrediction(context, overlay, view);
}
