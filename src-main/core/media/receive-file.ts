import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { ReticleError } from '#common/errors';
import { asDiskError } from '../store/errors';
import type { ListedFile } from './list-files';

/**
 * Streams a request's body into a new folder of its own, under the file's own name; nothing is held in memory.
 *
 * @returns The whole file; a part never gets its final name.
 * @throws {ReticleError} DISK_FULL, or UPLOAD_FAILED when the sender went away.
 */
export async function receiveFile(
  body: ReadableStream<Uint8Array> | null,
  name: string,
  folder: string,
  signal: AbortSignal,
): Promise<ListedFile> {
  const safeName = safeFileName(name);
  const target = join(folder, safeName);
  const part = `${target}.part`;
  try {
    await mkdir(folder, { recursive: true });
    await pipeline(body ? Readable.fromWeb(body) : Readable.from([]), createWriteStream(part, { flags: 'wx' }), {
      signal,
    });
    await rename(part, target);
    const { size, mtimeMs } = await stat(target);
    return { path: target, byteSize: size, modifiedAtMs: mtimeMs };
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    const error = asDiskError(cause, safeName);
    throw error instanceof ReticleError ? error : new ReticleError('UPLOAD_FAILED', { name: safeName }, { cause });
  }
}

/** The last part of a path, without what some file system forbids; never empty, `.` or `..`. */
export function safeFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/^\.+$/, '')
    .slice(-150);
  return clean || 'unnamed';
}
