import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import sharp from 'sharp';
import { annotate } from '#common/overlay/annotate';
import type { CreateImage } from '#common/overlay/canvas-2d';
import type { Prediction } from '#common/prediction/prediction';
import { asDiskError } from '#core/store/errors';
import { UsageError } from './usage';

const createImage: CreateImage = (width, height, rgba) => {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(rgba);
  context.putImageData(image, 0, 0);
  return canvas;
};

/**
 * Writes a picture with its overlays into a folder, at its own size: JPEG stays JPEG, everything else becomes PNG.
 *
 * @throws {UsageError} When the folder is the picture's own and the input would be overwritten.
 */
export async function annotatePicture(
  path: string,
  prediction: Prediction,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const isJpeg = /^\.jpe?g$/i.test(extname(path));
  const target = join(folder, isJpeg ? basename(path) : `${basename(path, extname(path))}.png`);
  if (resolve(target) === resolve(path)) throw new UsageError(`--annotate ${folder} would overwrite ${path}.`);
  const { width, height } = { width: prediction.source_width, height: prediction.source_height };
  const picture = await sharp(path, { pages: 1 })
    .autoOrient()
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toBuffer();
  signal.throwIfAborted();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(await loadImage(picture), 0, 0, width, height);
  annotate(context, { width, height }, prediction, {
    filter: { minConfidence: 0, hiddenClasses: new Set() },
    colourMode: 'class',
    formatScore: (score) => `${Math.round(score * 100)} %`,
    createImage,
  });
  const bytes = isJpeg ? await canvas.encode('jpeg', 92) : await canvas.encode('png');
  await writeWhole(target, folder, bytes);
  return target;
}

/** Under another name first, so that nobody ever finds half a picture. */
async function writeWhole(target: string, folder: string, bytes: Uint8Array): Promise<void> {
  const part = `${target}.part`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(part, bytes);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw asDiskError(error, basename(target));
  }
}
