import { createCanvas } from '@napi-rs/canvas';
import type { OverlayChoice } from '#common/contract/exports';
import { annotate } from '#common/overlay/annotate';
import { betweenOpacity } from '#common/overlay/between-frames';
import type { ColourMode } from '#common/overlay/palette';
import { trailFrames } from '#common/overlay/trails';
import type { Prediction } from '#common/prediction/prediction';
import type { Size } from '#common/vision/geometry';
import { createImage } from './canvas-image';

/** `tracks` colours by track where a frame has any, and else by class. */
export type FrameView = Omit<OverlayChoice, 'colourMode' | 'hiddenClasses'> & {
  readonly colourMode: ColourMode | 'tracks';
  readonly hiddenClasses: readonly string[];
};

/** Draws one frame after the other on one canvas, as the window draws them. */
export class FramePainter {
  readonly #context;
  readonly #image;
  /** What was found in the last frames, the newest first; null in those that were not looked at. */
  #before: (Prediction | null)[] = [];

  constructor(
    private readonly size: Size,
    private readonly view: FrameView,
  ) {
    this.#context = createCanvas(size.width, size.height).getContext('2d');
    this.#image = this.#context.createImageData(size.width, size.height);
  }

  /**
   * @param rgba - of the frame; given back as it is where there is nothing to draw
   * @param isHeld - whether the prediction is that of a frame before, which is drawn fainter
   */
  paint(rgba: Uint8Array, prediction: Prediction | null, isHeld: boolean): Uint8Array {
    const before = this.#before;
    this.#before = [isHeld ? null : prediction, ...before].slice(0, trailFrames);
    if (!prediction) return rgba;
    const { minConfidence, hiddenClasses, colourMode, look, language } = this.view;
    const { width, height } = this.size;
    const percent = new Intl.NumberFormat(language, { style: 'percent' });
    this.#image.data.set(rgba);
    this.#context.putImageData(this.#image, 0, 0);
    annotate(this.#context, this.size, prediction, {
      filter: { minConfidence, hiddenClasses: new Set(hiddenClasses) },
      colourMode: colourMode === 'tracks' ? (hasTracks(prediction) ? 'instance' : 'class') : colourMode,
      formatScore: (score) => percent.format(score),
      createImage,
      before,
      look: { ...look, opacity: look.opacity * (isHeld ? betweenOpacity : 1) },
    });
    return this.#context.getImageData(0, 0, width, height).data as unknown as Uint8Array; // clamped bytes are bytes
  }
}

const hasTracks = ({ objects }: Prediction) => objects?.some(({ trackId }) => trackId != null) ?? false;
