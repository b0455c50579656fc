import { access, constants } from 'node:fs/promises';
import sharp from 'sharp';
import type { Size } from '#common/vision/geometry';
import { pictureError, pixelLimit, tooLargeError } from '../media/picture-error';
import type { InputSpec, Placement } from './family';
import { fillTensor, type RawPixels } from './picture-fill';
import { placePicture } from './picture-placement';
import { resampleBilinear } from './picture-resample';

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
    const pixels = await decode(path, source, resized);
    signal.throwIfAborted();
    return { ...fillTensor(resampleBilinear(pixels, resized), spec, left, top), placement, source };
  } catch (cause) {
    signal.throwIfAborted();
    throw await pictureError(path, cause);
  }
}

/** The picture's pixels, shrunk while they are read to no less than twice the size needed, so that memory stays small. */
async function decode(path: string, source: Size, needed: Size): Promise<RawPixels> {
  const image = sharp(path, { failOn: 'error', limitInputPixels: pixelLimit, pages: 1 })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
  const width = Math.min(source.width, needed.width * 2);
  const height = Math.min(source.height, needed.height * 2);
  if (width < source.width || height < source.height) image.resize(width, height, { fit: 'fill', kernel: 'linear' });
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

async function orientedSize(path: string): Promise<Size> {
  const { autoOrient } = await sharp(path, { limitInputPixels: false }).metadata();
  const { width, height } = autoOrient;
  if (width * height > pixelLimit) throw tooLargeError(path, width, height);
  return { width, height };
}
