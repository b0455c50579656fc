import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp from 'sharp';
import { ReticleError } from '#common/errors';
import { looksLike } from './picture-signature';

const wrongFormat = 'phrase.reason.wrongFormat';

/** What sharp would open at most: 16383 x 16383, libvips' and our limit against pictures that fill the memory. */
export const pixelLimit = 268_402_689;

/**
 * The sentence for a picture that could not be read.
 *
 * @param path - the file, of which only the last part is shown
 * @param cause - what reading it threw; a `ReticleError` is handed back as it is
 */
export async function pictureError(path: string, cause: unknown): Promise<ReticleError> {
  if (cause instanceof ReticleError) return cause;
  const name = basename(path);
  const because = { cause };
  try {
    const found = await stat(path);
    if (found.isDirectory())
      return new ReticleError('MEDIA_NOT_A_PICTURE', { name, seen: 'phrase.seen.folder' }, because);
    if (!found.isFile()) return new ReticleError('MEDIA_NOT_A_PICTURE', { name, seen: 'phrase.seen.device' }, because);
    if (found.size === 0) return new ReticleError('MEDIA_EMPTY', { name }, because);
    const seen = looksLike(await firstBytes(path));
    if (!seen.isPicture) return new ReticleError('MEDIA_NOT_A_PICTURE', { name, seen: seen.words }, because);
  } catch (failure) {
    return fileFailure(name, failure);
  }
  return new ReticleError('MEDIA_UNREADABLE', { name, reason: await ownReason(path, cause) }, because);
}

/**
 * libvips keeps one text of errors for all its threads: a picture that is decoded beside one of an unknown format can
 * get that one's words. A file that does begin like a picture is looked at once more before they are believed.
 */
async function ownReason(path: string, cause: unknown): Promise<string> {
  const reason = plainReason(cause);
  if (reason !== wrongFormat) return reason;
  const again = await sharp(path, { failOn: 'error', limitInputPixels: pixelLimit, pages: 1 })
    .stats()
    .catch((error: unknown) => error);
  return again instanceof Error ? plainReason(again) : reason;
}

/** The picture has more pixels than we open. */
export function tooLargeError(path: string, widthPx: number, heightPx: number): ReticleError {
  const limitMegapixels = Math.floor(pixelLimit / 1e6);
  return new ReticleError('MEDIA_TOO_LARGE', { name: basename(path), widthPx, heightPx, limitMegapixels });
}

/** The sentence for a picture or video of the list that cannot be opened. */
export function fileFailure(name: string, cause: unknown): ReticleError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new ReticleError('MEDIA_GONE', { name }, { cause });
  if (code === 'EACCES' || code === 'EPERM') return new ReticleError('MEDIA_FORBIDDEN', { name }, { cause });
  return new ReticleError('MEDIA_UNREADABLE', { name, reason: plainReason(cause) }, { cause });
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** libvips reports several lines, prefixed with the C function that failed; the last distinct words say it. */
function plainReason(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (
    /premature end|unexpected end|truncated|end of (file|stream)|incomplete|not enough data|too short|libpng read error/i.test(
      message,
    )
  ) {
    return 'phrase.reason.tooShort';
  }
  if (/unsupported image format|unknown/i.test(message)) return wrongFormat;
  const lines = message
    .split('\n')
    .map((line) =>
      line
        .replace(/^(Input file contains|Input buffer contains) /, '')
        .replace(/^[\w ]+: (?=\S)/, '')
        .trim(),
    )
    .filter((line) => line !== '');
  return lines[0] ?? 'phrase.reason.senseless';
}
