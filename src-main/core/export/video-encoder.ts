import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import type { VideoFacts } from '#common/contract/video-facts';
import { ReticleError } from '#common/errors';
import { matroskaFrameHead, matroskaHeader } from '../media/video/raw-matroska';

/** Frames a second, where a file does not say. */
const usualRate = 25;

/** ffmpeg, fed with frames: H.264 at their own times, with the sound of the video that they are of. */
export class VideoEncoder {
  readonly #child;
  readonly #ended: Promise<number | string>;
  #stderr = '';

  constructor(
    ffmpeg: string,
    private readonly source: string,
    part: string,
    { widthPx: width, heightPx: height, framesPerSecond }: VideoFacts,
  ) {
    const args = [
      ...['-hide_banner', '-nostats', '-loglevel', 'error', '-copyts', '-f', 'matroska', '-i', 'pipe:0'],
      ...['-i', `file:${source}`, '-map', '0:v:0', '-map', '1:a?', '-c:a', 'aac', '-b:a', '192k'],
      // H.264 with colours at half the size needs even sides; colours are coded, and said, as all players take them.
      ...['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv', '-pix_fmt', 'yuv420p'],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-c:v', 'libx264'],
      ...['-preset', 'veryfast', '-crf', '18'],
      ...['-fps_mode', 'passthrough', '-enc_time_base', '-1', '-video_track_timescale', '90000'],
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
    // How long a frame lasts shows in the next; a last one that lasted no time would be left out by players.
    this.#child.stdin.write(matroskaHeader({ width, height }, 1e9 / (framesPerSecond || usualRate)));
  }

  /** @throws {ReticleError} DISK_FULL or VIDEO_ENCODER_FAILED */
  async write(timestampNs: number, rgba: Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    if (stdin.destroyed || this.#child.exitCode !== null) throw await this.#failure();
    stdin.write(matroskaFrameHead(timestampNs, rgba.length));
    // Where the pipe breaks instead, how the program ended says why.
    const drained = () => once(stdin, 'drain').catch(() => this.#ended);
    if (!stdin.write(rgba)) await Promise.race([drained(), this.#ended]);
  }

  /** @throws {ReticleError} as `write` */
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
