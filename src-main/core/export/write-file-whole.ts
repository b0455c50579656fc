import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { ReticleError } from '#common/errors';
import { asDiskError, isDiskFull } from '../store/errors';

/**
 * Writes a file under another name first, so that nobody ever finds half of it and a failure leaves nothing behind.
 *
 * @throws {ReticleError} OUTPUT_REFUSED when there can be no such file, before the first part is asked for; DISK_FULL
 */
export async function writeFileWhole(
  path: string,
  parts: AsyncIterable<string> | Iterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const part = `${path}.part`;
  const file = await openNew(path, part);
  try {
    for await (const bytes of parts) {
      signal.throwIfAborted();
      await file.writeFile(bytes);
    }
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw asDiskError(error, path);
  }
}

async function openNew(path: string, part: string): Promise<FileHandle> {
  try {
    if (await isFolder(path)) throw refused(path, 'phrase.reason.isFolder');
    return await open(part, 'w');
  } catch (cause) {
    if (cause instanceof ReticleError) throw cause;
    if (isDiskFull(cause)) throw asDiskError(cause, path);
    throw refused(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function refused(path: string, reason: string, cause?: unknown): ReticleError {
  return new ReticleError('OUTPUT_REFUSED', { path, reason }, { cause });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Not there yet, which is the usual case; what else is wrong shows when it is opened.
    return false;
  }
}
