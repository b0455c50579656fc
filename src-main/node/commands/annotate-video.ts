import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { ReticleError } from '#common/errors';
import { annotate } from '#common/overlay/annotate';
import { defaultLook } from '#common/overlay/look';
import type { Prediction } from '#common/prediction/prediction';
import { type DecodedFrame, decodeFrames } from '#core/local/video/video-frames';
import { findFfmpeg } from '#core/media/video/ffmpeg-programs';
import { probeVideo } from '#core/media/video/probe-video';
import { matroskaFrameHead, matroskaHeader } from '#core/media/video/raw-matroska';
import type { VideoFrame } from '#core/media/video/video-analyser';
import { createImage } from './annotate-picture';

/** How strongly a result is drawn on the frames that follow it and were not looked at themselves. */
const heldOpacity = 0.4;

/**
 * Writes a copy of a video with what was found drawn into its frames: at its own size and timing, H.264 and its sound.
 * Frames between those that were analysed show the last result, fainter.
 *
 * @param frames - in order; they are passed on as they are read
 * @throws {ReticleError} VIDEO_*, FFMPEG_MISSING or DISK_FULL; no half file is left
 */
export async function* annotateVideo(
  path: string,
  out: string,
  frames: AsyncIterable<VideoFrame>,
  minConfidence: number,
  signal: AbortSignal,
): AsyncGenerator<VideoFrame> {
  const { ffmpeg, ffprobe } = await findFfmpeg();
  const { widthPx: width, heightPx: height } = await probeVideo(path, { ffmpeg, ffprobe }, signal);
  const size = { width, height };
  const part = `${out}.${process.pid}.part`;
  const encoder = new Encoder(ffmpeg, path, part, size);
  const decoded = decodeFrames(
    { ffmpeg, path, size, channels: 4, sampling: { every: 1 }, fromNs: null, toNs: null },
    signal,
  );
  const draw = painter(size, minConfidence);
  try {
    let ahead = await decoded.next();
    let shown: Prediction | null = null;
    const writeUntil = async (timestampNs: number) => {
      for (; !ahead.done && ahead.value.timestampNs < timestampNs; ahead = await decoded.next()) {
        await encoder.write(ahead.value.timestampNs, draw(ahead.value, shown, heldOpacity));
      }
    };
    for await (const frame of frames) {
      await writeUntil(frame.timestampNs);
      if (!ahead.done) {
        await encoder.write(ahead.value.timestampNs, draw(ahead.value, frame.prediction, 1));
        ahead = await decoded.next();
      }
      shown = frame.prediction;
      yield frame;
    }
    await writeUntil(Number.POSITIVE_INFINITY);
    await encoder.finish();
    await rename(part, out);
  } finally {
    await decoded.return(undefined);
    encoder.kill();
    await rm(part, { force: true });
  }
}

function painter(size: { readonly width: number; readonly height: number }, minConfidence: number) {
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(size.width, size.height);
  return ({ pixels }: DecodedFrame, prediction: Prediction | null, opacity: number): Uint8Array => {
    if (!prediction) return pixels.data;
    image.data.set(pixels.data);
    context.putImageData(image, 0, 0);
    annotate(context, size, prediction, {
      filter: { minConfidence, hiddenClasses: new Set() },
      colourMode: hasTracks(prediction) ? 'instance' : 'class',
      formatScore: (score) => `${Math.round(score * 100)} %`,
      createImage,
      look: { ...defaultLook, opacity: defaultLook.opacity * opacity },
    });
    return context.getImageData(0, 0, size.width, size.height).data as unknown as Uint8Array; // clamped bytes are bytes
  };
}

const hasTracks = ({ objects }: Prediction) => objects?.some(({ trackId }) => trackId != null) ?? false;

class Encoder {
  readonly #child;
  readonly #ended: Promise<number | string>;
  #stderr = '';

  constructor(
    ffmpeg: string,
    private readonly source: string,
    part: string,
    size: { readonly width: number; readonly height: number },
  ) {
    const args = [
      ...['-hide_banner', '-nostats', '-loglevel', 'error', '-copyts', '-f', 'matroska', '-i', 'pipe:0'],
      ...['-i', `file:${source}`, '-map', '0:v:0', '-map', '1:a?', '-c:a', 'aac', '-b:a', '192k'],
      // H.264 with colours at half the size needs even sides.
      ...['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18'],
      ...['-pix_fmt', 'yuv420p', '-fps_mode', 'passthrough', '-video_track_timescale', '90000'],
      ...['-movflags', '+faststart', '-f', 'mp4', '-y', `file:${part}`],
    ];
    this.#child = spawn(ffmpeg, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-2000);
    });
    // A pipe that breaks is told by how the program ended.
    this.#child.stdin.on('error', () => {});
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code, killedBy) => resolve(killedBy ?? code ?? 0));
      this.#child.once('error', () => resolve('missing'));
    });
    this.#child.stdin.write(matroskaHeader(size));
  }

  async write(timestampNs: number, rgba: Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    if (stdin.destroyed || this.#child.exitCode !== null) throw await this.#failure();
    stdin.write(matroskaFrameHead(timestampNs, rgba.length));
    if (!stdin.write(rgba)) await Promise.race([once(stdin, 'drain'), this.#ended]);
  }

  async finish(): Promise<void> {
    this.#child.stdin.end();
    if ((await this.#ended) !== 0) throw await this.#failure();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #failure(): Promise<ReticleError> {
    const status = await this.#ended;
    if (/no space left/i.test(this.#stderr)) return new ReticleError('DISK_FULL', { what: basename(this.source) });
    const reason = this.#stderr.trim().split('\n').at(-1) ?? `ffmpeg: ${status}`;
    return new ReticleError('VIDEO_ENCODER_FAILED', { name: basename(this.source), reason });
  }
}
