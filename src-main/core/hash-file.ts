import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * SHA-256 of a file's bytes as lower-case hex, read in pieces small enough that nothing else has to wait.
 *
 * @throws what the file system says
 */
export async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { signal, highWaterMark: 262_144 })) hash.update(piece);
  return hash.digest('hex');
}
