import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { ReticleError } from '#common/errors';
import { asDiskError } from '../store/errors';

/**
 * Makes an output folder where it is missing.
 *
 * @returns How many bytes can be written to it.
 * @throws {ReticleError} OUTPUT_REFUSED where nothing can be written, DISK_FULL
 */
export async function prepareOutputFolder(folder: string): Promise<number> {
  if (!isAbsolute(folder)) throw new ReticleError('OUTPUT_REFUSED', { path: folder, reason: 'phrase.reason.relative' });
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (cause) {
    const full = asDiskError(cause, folder);
    if (full instanceof ReticleError) throw full;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReticleError('OUTPUT_REFUSED', { path: folder, reason }, { cause });
  }
}

/** What a record takes on disk, with its objects; measured on pictures of streets. */
const recordBytes = 4096;
/** A frame's line: as a record, without the spaces. */
const frameBytes = 2048;

/** What the files of a batch will take, roughly. Frames are counted as all that there are. */
export function neededBytes(images: number, videoFrames: number): number {
  return images * recordBytes + videoFrames * frameBytes;
}
