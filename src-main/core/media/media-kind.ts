import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { looksLike } from './picture-signature';

export type MediaKind = 'image' | 'video';

/** Extensions that count as videos inside a folder; a file that is named itself is told by its first bytes. */
export const videoExtensions: ReadonlySet<string> = new Set(
  '.mp4 .m4v .mov .mkv .webm .avi .mpg .mpeg .ts .mts .m2ts .wmv .flv .ogv .3gp'.split(' '),
);

/**
 * Whether a file is a picture or a video: by its first bytes, and by its name where those say nothing. A file that cannot
 * be read is a picture: reading it as one says why.
 */
export async function mediaKindOf(path: string): Promise<MediaKind> {
  const head = await firstBytes(path).catch(() => null);
  if (!head) return 'image';
  const { words, isPicture } = looksLike(head);
  if (words === 'phrase.seen.video') return 'video';
  const isUnknown = !isPicture && words === 'phrase.seen.unknown';
  return isUnknown && videoExtensions.has(extname(path).toLowerCase()) ? 'video' : 'image';
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
