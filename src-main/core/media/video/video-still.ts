import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { VideoFacts } from '#common/contract/video-facts';
import { findFfmpeg } from './ffmpeg-programs';

const run = promisify(execFile);
const maxBytes = 512 * 1024 * 1024;
const limitMs = 30_000;

/**
 * One frame of a video as PNG, upright and with square pixels.
 *
 * @param atNs - from the beginning of the video
 * @throws {Error} when ffmpeg gives no frame
 */
export async function videoStill(
  path: string,
  { widthPx, heightPx }: Pick<VideoFacts, 'widthPx' | 'heightPx'>,
  atNs: number,
): Promise<Buffer> {
  const { ffmpeg } = await findFfmpeg();
  const still = async (seconds: number) => {
    const args = ['-v', 'error', '-nostdin', '-ss', seconds.toFixed(3), '-i', `file:${path}`, '-map', '0:V:0'];
    args.push('-frames:v', '1', '-vf', `scale=${widthPx}:${heightPx}`, '-c:v', 'png', '-f', 'image2pipe', 'pipe:1');
    const { stdout } = await run(ffmpeg, args, { encoding: 'buffer', maxBuffer: maxBytes, timeout: limitMs });
    return stdout;
  };
  const asked = await still(atNs / 1e9).catch(() => Buffer.alloc(0));
  // A damaged file may hold less than its header says.
  const found = asked.length > 0 ? asked : await still(0);
  if (found.length === 0) throw new Error('the video gave no frame');
  return found;
}
