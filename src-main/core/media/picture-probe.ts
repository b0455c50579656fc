import { access, constants, stat } from 'node:fs/promises';
import sharp from 'sharp';
import type { ProbeMedia } from './media-service';
import { pictureError, pixelLimit, tooLargeError } from './picture-error';

/**
 * Reads a picture's header: size after EXIF rotation, format and number of frames. Nothing is decoded, so a picture
 * that is cut off later in the file is found out when it is analysed.
 *
 * @throws {ReticleError} MEDIA_*, in words for the person
 */
export const probePicture: ProbeMedia = async (path, signal) => {
  signal.throwIfAborted();
  try {
    // sharp's own words for a missing or forbidden file are the same as for a damaged one.
    await access(path, constants.R_OK);
    if ((await stat(path)).size === 0) throw new Error('empty');
    // The limit is checked below, with the size in the sentence.
    const { autoOrient, format, compression, pages = 1 } = await sharp(path, { limitInputPixels: false }).metadata();
    signal.throwIfAborted();
    // Both come in the same container; browsers show only the one.
    const isAvif = format === 'heif' && compression === 'av1';
    if (autoOrient.width * autoOrient.height > pixelLimit)
      throw tooLargeError(path, autoOrient.width, autoOrient.height);
    return {
      widthPx: autoOrient.width,
      heightPx: autoOrient.height,
      format: isAvif ? 'avif' : (format ?? ''),
      frameCount: pages,
    };
  } catch (cause) {
    signal.throwIfAborted();
    throw await pictureError(path, cause);
  }
};
