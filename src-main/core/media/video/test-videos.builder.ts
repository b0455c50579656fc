import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { matroskaFrameHead, matroskaHeader } from './raw-matroska';

export const numbered = { width: 160, height: 96 };
const bits = 12;
const cell = { width: 12, height: 32 };

/** Whether this machine can make test videos: ffmpeg with an H.264 encoder. */
export const canMakeVideos = (() => {
  try {
    return execFileSync('ffmpeg', ['-v', 'error', '-encoders'], { encoding: 'utf8' }).includes('libx264');
  } catch {
    return false;
  }
})();

/** A frame that carries its own number: black and white cells, most significant bit first, over a grey ground. */
function numberedFrame(number: number): Buffer {
  const { width, height } = numbered;
  const frame = Buffer.alloc(width * height * 4, 120);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const bit = Math.floor((x - 8) / cell.width);
      const isCell = x >= 8 && bit < bits && y >= cell.height && y < 2 * cell.height;
      if (isCell) frame.fill(((number >> (bits - 1 - bit)) & 1) === 1 ? 255 : 0, at, at + 3);
      frame[at + 3] = 255;
    }
  }
  return frame;
}

/** The number that a frame carries, from its RGB pixels at the size of `numbered`. */
export function numberOf(rgb: Uint8Array, channels = 3): number {
  let number = 0;
  for (let bit = 0; bit < bits; bit += 1) {
    const [x, y] = [8 + Math.floor((bit + 0.5) * cell.width), Math.floor(1.5 * cell.height)];
    number = number * 2 + ((rgb[(y * numbered.width + x) * channels] ?? 0) > 128 ? 1 : 0);
  }
  return number;
}

/**
 * Makes a video whose frames carry their own numbers, at the times given.
 *
 * @param encode - ffmpeg's output options
 */
export function numberedVideo(
  folder: string,
  name: string,
  timesMs: readonly number[],
  encode: readonly string[],
): string {
  const path = join(folder, name);
  const stream = [matroskaHeader(numbered)];
  for (const [index, ms] of timesMs.entries()) {
    const frame = numberedFrame(index);
    stream.push(matroskaFrameHead(ms * 1e6, frame.length), frame);
  }
  const input = Buffer.concat(stream);
  const args = [
    '-v',
    'error',
    '-f',
    'matroska',
    '-i',
    'pipe:0',
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '-1',
    '-pix_fmt',
    'yuv420p',
  ];
  execFileSync('ffmpeg', [...args, ...encode, '-y', path], { input, maxBuffer: 1e9 });
  return path;
}

export function ffmpegRun(...args: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
}

export const everyMs = (count: number, stepMs: number) => Array.from({ length: count }, (_, index) => index * stepMs);
