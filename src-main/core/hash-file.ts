import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const pieceBytes = 262_144;

/**
 * SHA-256 of a file's bytes as lower-case hex, read in pieces small enough that nothing else has to wait.
 *
 * @throws what the file system says
 */
export async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    const { size } = await file.stat();
    // One buffer for the whole file; one byte more than a small file has, so that its end shows in the first read.
    const piece = Buffer.allocUnsafe(Math.min(size + 1, pieceBytes));
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length);
      signal.throwIfAborted();
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      if (bytesRead < piece.length && size < pieceBytes) break;
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
