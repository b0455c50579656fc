import { open } from 'node:fs/promises';
import { isVideoName } from '#common/media-extensions';
import { looksLike } from './picture-signature';

export type MediaKind = 'image' | 'video';

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
  return isUnknown && isVideoName(path) ? 'video' : 'image';
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
