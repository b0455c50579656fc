import { access, constants } from 'node:fs/promises';
import sharp from 'sharp';
import type { Size } from '#common/vision/geometry';
import { pictureError, pixelLimit, tooLargeError } from '../media/picture-error';
import type { InputSpec, Placement } from './family';
import { fillTensor } from './picture-fill';
import { placePicture } from './picture-placement';

export type PictureTensor = {
  readonly data: Float32Array | Uint8Array;
  /** `[1, C, H, W]` or `[1, H, W, C]`, as the model's input says. */
  readonly dims: readonly number[];
  readonly placement: Placement;
  /** After EXIF rotation. */
  readonly source: Size;
};

/**
 * Decodes a picture (first page, EXIF rotation applied, alpha on white, sRGB, 8 bit) into a model's input.
 *
 * @throws {ReticleError} MEDIA_*, in words for the person
 */
export async function pictureToTensor(path: string, spec: InputSpec, signal: AbortSignal): Promise<PictureTensor> {
  signal.throwIfAborted();
  try {
    // sharp's own words for a missing or forbidden file are the same as for a damaged one.
    await access(path, constants.R_OK);
    const source = await orientedSize(path);
    const { resized, placement, left, top } = placePicture(source, spec);
    const { data, info } = await sharp(path, { failOn: 'error', limitInputPixels: pixelLimit, pages: 1 })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize(resized.width, resized.height, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    signal.throwIfAborted();
    const pixels = { data, width: info.width, height: info.height, channels: info.channels };
    return { ...fillTensor(pixels, spec, left, top), placement, source };
  } catch (cause) {
    signal.throwIfAborted();
    throw await pictureError(path, cause);
  }
}

async function orientedSize(path: string): Promise<Size> {
  const { autoOrient } = await sharp(path, { limitInputPixels: false }).metadata();
  const { width, height } = autoOrient;
  if (width * height > pixelLimit) throw tooLargeError(path, width, height);
  return { width, height };
}
