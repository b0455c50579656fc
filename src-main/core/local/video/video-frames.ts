import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { ReticleError } from '#common/errors';
import type { Size } from '#common/vision/geometry';
import type { RawPixels } from '../picture-resample';
import type { TensorBuffers } from '../tensor-buffers';

/** Which frames are looked at: every n-th, or at most so many in a second of the video. */
export type Sampling = { readonly every: number } | { readonly perSecond: number };

export type DecodeRequest = {
  readonly ffmpeg: string;
  readonly path: string;
  /** What frames are scaled to; rotation and pixel aspect are part of it. */
  readonly size: Size;
  /** Red, green, blue, and an opaque alpha with 4. */
  readonly channels?: 3 | 4;
  readonly sampling: Sampling;
  /** Presentation times in ns, both included; null for the beginning and the end. */
  readonly fromNs: number | null;
  readonly toNs: number | null;
};

export type DecodedFrame = { readonly timestampNs: number; readonly pixels: RawPixels };

/** Jumping goes to the key frame before; what lies between is decoded and dropped by the filter. */
const seekSlackSeconds = 1;
const keptErrorLines = 20;

/**
 * Decodes frames as RGB at the size asked for, in presentation order, with the presentation time of each. ffmpeg waits
 * while nobody reads, so memory stays flat whatever the length.
 *
 * @param buffers - where the memory of frames comes from, for a reader who gives it back
 * @throws {ReticleError} FFMPEG_MISSING, VIDEO_NO_DECODER, VIDEO_DECODER_FAILED; frames decoded before were yielded
 */
export async function* decodeFrames(
  request: DecodeRequest,
  signal: AbortSignal,
  buffers: TensorBuffers | null = null,
): AsyncGenerator<DecodedFrame> {
  signal.throwIfAborted();
  const child = spawn(request.ffmpeg, ffmpegArgs(request), { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, killedBy) => resolve(killedBy ?? code ?? 0));
    child.once('error', () => resolve('missing'));
  });
  const times = new FrameTimes();
  createInterface({ input: child.stderr }).on('line', (line) => times.read(line));
  child.stderr.once('close', () => times.end());
  try {
    const { width, height } = request.size;
    const channels = request.channels ?? 3;
    for await (const data of blocks(child.stdout, width * height * channels, buffers)) {
      const timestampNs = await times.next();
      signal.throwIfAborted();
      if (timestampNs === null) break;
      yield { timestampNs, pixels: { data, width, height, channels } };
    }
    const status = await ended;
    signal.throwIfAborted();
    if (status !== 0) throw decoderError(request, status, times.complaints);
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
  }
}

function decoderError({ path, ffmpeg }: DecodeRequest, status: number | string, complaints: readonly string[]) {
  if (status === 'missing') return new ReticleError('FFMPEG_MISSING', { program: ffmpeg });
  const reason = complaints.at(-1) ?? `ffmpeg: ${status}`;
  if (/decoder.*not found/i.test(reason)) return new ReticleError('VIDEO_NO_DECODER', { name: basename(path) });
  return new ReticleError('VIDEO_DECODER_FAILED', { name: basename(path), reason });
}

function ffmpegArgs({ path, size, channels, sampling, fromNs, toNs }: DecodeRequest): string[] {
  const from = fromNs === null ? null : fromNs / 1e9;
  const conditions = [
    ...(from === null ? [] : [`gte(t,${(from - 1e-6).toFixed(6)})`]),
    ...(toNs === null ? [] : [`lte(t,${(toNs / 1e9 + 1e-6).toFixed(6)})`]),
  ];
  const inRange = conditions.length > 0 ? `select='${conditions.join('*')}',` : '';
  const filters = `${inRange}${selectOf(sampling)}scale=${size.width}:${size.height}:flags=bilinear,showinfo=checksum=0`;
  const jump = from !== null && from > seekSlackSeconds ? ['-ss', (from - seekSlackSeconds).toFixed(6)] : [];
  const stop = toNs === null ? [] : ['-to', (toNs / 1e9 + seekSlackSeconds).toFixed(6)];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-copyts', '-seek_timestamp', '1'],
    ...[...jump, ...stop, '-i', `file:${path}`, '-map', '0:V:0', '-an', '-sn', '-dn'],
    ...[
      '-vf',
      filters,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      channels === 4 ? 'rgba' : 'rgb24',
      'pipe:1',
    ],
  ];
}

/** Rates pick the first frame of each span of time, so that a variable rate is sampled evenly. */
function selectOf(sampling: Sampling): string {
  if ('every' in sampling) return sampling.every <= 1 ? '' : `select='not(mod(n,${Math.round(sampling.every)}))',`;
  const span = (time: string) => `floor(${time}*${sampling.perSecond}+0.001)`;
  return `select='isnan(prev_selected_t)+gt(${span('t')},${span('prev_selected_t')})',`;
}

/** Presentation times as ffmpeg's showinfo filter tells them, frame by frame. */
class FrameTimes {
  readonly complaints: string[] = [];
  readonly #times: number[] = [];
  #unitNs = 0;
  #hasEnded = false;
  #wake: (() => void) | null = null;

  read(line: string): void {
    const unit = /config in time_base: (\d+)\/(\d+)/.exec(line);
    if (unit) this.#unitNs = (Number(unit[1]) / Number(unit[2])) * 1e9;
    const frame = /\] n: *\d+ pts: *(-?\d+) /.exec(line);
    if (frame) {
      this.#times.push(Math.round(Number(frame[1]) * this.#unitNs));
      this.#wake?.();
    } else if (/error|invalid|missing|corrupt|could not|no space|not found/i.test(line)) {
      this.complaints.push(line.replace(/^\[[^\]]*\]\s*/, '').replace(/file:\S+: /, ''));
      if (this.complaints.length > keptErrorLines) this.complaints.shift();
    }
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake?.();
  }

  /** The time of the next frame; pictures and times come through two pipes, and either may be first. */
  async next(): Promise<number | null> {
    while (this.#times.length === 0 && !this.#hasEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#times.shift() ?? null;
  }
}

/** Cuts a stream into blocks of one size; a last one that is not whole is dropped. */
async function* blocks(
  stream: AsyncIterable<Buffer>,
  size: number,
  buffers: TensorBuffers | null,
): AsyncGenerator<Uint8Array> {
  const fresh = () => buffers?.takeBytes(size) ?? new Uint8Array(size);
  let block = fresh();
  let filled = 0;
  for await (const chunk of stream) {
    let from = 0;
    while (from < chunk.length) {
      const part = chunk.subarray(from, from + size - filled);
      block.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < size) continue;
      yield block;
      block = fresh();
      filled = 0;
    }
  }
}
