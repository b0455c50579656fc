import { extname } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { annotate } from '#common/overlay/annotate';
import type { Prediction } from '#common/prediction/prediction';
import { createImage } from './canvas-image';

/**
 * A picture with its overlays, encoded, at its own size after EXIF rotation.
 *
 * @param minConfidence - below which nothing is drawn
 */
export async function annotatePicture(
  path: string,
  prediction: Prediction,
  format: 'jpeg' | 'png',
  minConfidence: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { data, info } = await sharp(path, { pages: 1 })
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  signal.throwIfAborted();
  const { width, height } = info;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(data);
  context.putImageData(image, 0, 0);
  annotate(context, { width, height }, prediction, {
    filter: { minConfidence, hiddenClasses: new Set() },
    colourMode: 'class',
    formatScore: (score) => `${Math.round(score * 100)} %`,
    createImage,
  });
  return format === 'jpeg' ? canvas.encode('jpeg', 92) : canvas.encode('png');
}

/** A JPEG stays one, everything else becomes PNG. */
export function annotatedFormat(path: string): 'jpeg' | 'png' {
  return /^\.(jpe?g|jpe|jfif)$/i.test(extname(path)) ? 'jpeg' : 'png';
}
