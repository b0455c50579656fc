import { statfs } from 'node:fs/promises';
import { ReticleError } from '#common/errors';

const mebibyte = 1024 * 1024;

/**
 * Refuses work that cannot fit, before it is begun. What a file will need is estimated, so a full disk is met later all
 * the same.
 *
 * @throws {ReticleError} DISK_TOO_SMALL
 */
export async function requireSpace(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  const whole = (bytes: number) => Math.ceil(bytes / mebibyte);
  throw new ReticleError('DISK_TOO_SMALL', {
    folder,
    neededMiB: whole(neededBytes),
    freeMiB: Math.floor(freeBytes / mebibyte),
  });
}
