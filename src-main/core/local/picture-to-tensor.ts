import { access, constants } from 'node:fs/promises';
import sharp from 'sharp';
import type { Size } from '#common/vision/geometry';
import { pictureError, pixelLimit, tooLargeError } from '../media/picture-error';
import type { InputSpec, Placement } from './family';
import { fillTensor } from './picture-fill';
import { placePicture } from './picture-placement';
import type { RawPixels } from './picture-resample';
import type { TensorBuffers, TensorValues } from './tensor-buffers';

export type PictureTensor = {
  /** Lent by the buffers; to be given back after the run. */
  readonly data: TensorValues;
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
export async function pictureToTensor(
  path: string,
  spec: InputSpec,
  buffers: TensorBuffers,
  signal: AbortSignal,
): Promise<PictureTensor> {
  signal.throwIfAborted();
  try {
    // sharp's own words for a missing or forbidden file are the same as for a damaged one.
    await access(path, constants.R_OK);
    const header = await readHeader(path);
    const { source } = header;
    const placed = placePicture(source, spec);
    const pixels = await decodePicture(path, header, placed.resized);
    signal.throwIfAborted();
    return { ...fillTensor(pixels, placed, spec, buffers), placement: placed.placement, source };
  } catch (cause) {
    signal.throwIfAborted();
    throw await pictureError(path, cause);
  }
}

type Header = { readonly source: Size; readonly hasAlpha: boolean; readonly isTurned: boolean };

/**
 * The picture's pixels, halved as often as they stay no smaller than needed: JPEG does that while it decodes, at a
 * fraction of the time of a whole decode, and what is left for us to sample is little.
 */
export async function decodePicture(
  path: string,
  { source, hasAlpha, isTurned }: Header,
  needed: Size,
): Promise<RawPixels> {
  let image = sharp(path, { failOn: 'error', limitInputPixels: pixelLimit, pages: 1 });
  // Each step costs a pass over the picture, also where it has nothing to do.
  if (isTurned) image = image.autoOrient();
  if (hasAlpha) image = image.flatten({ background: '#ffffff' });
  const halvings = Math.floor(Math.log2(Math.min(source.width / needed.width, source.height / needed.height)));
  if (halvings > 0) {
    const side = (length: number) => Math.ceil(length / 2 ** halvings);
    image = image.resize(side(source.width), side(source.height), { fit: 'fill', kernel: 'linear' });
  }
  const { data, info } = await image
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** What the file says without being decoded. @throws {ReticleError} MEDIA_TOO_LARGE */
export async function readHeader(path: string): Promise<Header> {
  const { autoOrient, hasAlpha, orientation = 1 } = await sharp(path, { limitInputPixels: false }).metadata();
  const { width, height } = autoOrient;
  if (width * height > pixelLimit) throw tooLargeError(path, width, height);
  return { source: { width, height }, hasAlpha, isTurned: orientation > 1 };
}
