import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaId } from '#common/contract/media';
import type { PreviewState } from '#common/contract/video';
import { ReticleError, toWireError } from '#common/errors';
import type { Changes } from '../../changes';
import { asDiskError } from '../../store/errors';
import type { StoredMedia } from '../media-store';
import { findFfmpeg } from './ffmpeg-programs';
import { reasonOf } from './probe-video';
import { ProgramError, programLines } from './run-program';

type Making = { fraction: number; error: ReticleError | null; readonly abort: AbortController };

/** Copies of videos that a browser can play, for those whose own codec it cannot: H.264, a key frame every second. */
export class VideoPreviews {
  readonly #making = new Map<MediaId, Making>();

  /** @param folder - of the copies; a folder for each video lies in it */
  constructor(
    private readonly folder: string,
    private readonly media: { get(id: MediaId): StoredMedia },
    private readonly changes: Changes,
  ) {}

  pathOf(id: MediaId): string {
    return join(this.folder, id, 'preview.mp4');
  }

  async state(id: MediaId): Promise<PreviewState> {
    const making = this.#making.get(id);
    if (making) {
      const state = making.error ? 'failed' : 'making';
      return { state, fraction: making.fraction, error: making.error && toWireError(making.error) };
    }
    const state = (await this.#isCurrent(id)) ? 'ready' : 'none';
    return { state, fraction: state === 'ready' ? 1 : 0, error: null };
  }

  /** Begins to make the copy, unless it is there or being made. */
  async make(id: MediaId): Promise<PreviewState> {
    const underWay = this.#making.get(id);
    const isNeeded = underWay ? underWay.error !== null : !(await this.#isCurrent(id));
    if (isNeeded) void this.#make(id);
    return this.state(id);
  }

  cancel(id: MediaId): void {
    this.#making.get(id)?.abort.abort();
    this.#making.delete(id);
    this.changes.bump();
  }

  close(): void {
    for (const { abort } of this.#making.values()) abort.abort();
  }

  async #isCurrent(id: MediaId): Promise<boolean> {
    const [copy, source] = await Promise.all([
      stat(this.pathOf(id)).catch(() => null),
      stat(this.media.get(id).path).catch(() => null),
    ]);
    // A copy older than its video shows what the file no longer holds.
    return copy !== null && (source === null || copy.mtimeMs >= source.mtimeMs);
  }

  async #make(id: MediaId): Promise<void> {
    const making: Making = { fraction: 0, error: null, abort: new AbortController() };
    this.#making.set(id, making);
    this.changes.bump();
    const item = this.media.get(id);
    const part = `${this.pathOf(id)}.part`;
    try {
      await mkdir(join(this.folder, id), { recursive: true });
      await this.#encode(item, part, making);
      await rename(part, this.pathOf(id));
      this.#making.delete(id);
    } catch (cause) {
      await rm(part, { force: true });
      if (!making.abort.signal.aborted) making.error = failureOf(item.name, cause);
    }
    this.changes.bump();
  }

  async #encode({ path, video }: StoredMedia, part: string, making: Making): Promise<void> {
    const { ffmpeg } = await findFfmpeg();
    const durationUs = (video?.durationNs ?? 0) / 1000;
    // `-copyts` keeps the clock of the original, so that the frames found by time are the same.
    const args = ['-v', 'error', '-nostdin', '-copyts', '-i', `file:${path}`, '-map', '0:V:0', '-map', '0:a?'];
    args.push('-vf', 'scale=trunc(iw*sar/2)*2:trunc(ih/2)*2,setsar=1', '-c:v', 'libx264', '-preset', 'veryfast');
    args.push('-crf', '20', '-pix_fmt', 'yuv420p', '-force_key_frames', 'expr:gte(t,n_forced)');
    args.push('-fps_mode', 'passthrough', '-enc_time_base', '-1', '-video_track_timescale', '90000');
    args.push('-c:a', 'aac', '-movflags', '+faststart', '-progress', 'pipe:1', '-f', 'mp4', '-y', `file:${part}`);
    for await (const line of programLines(ffmpeg, args, making.abort.signal)) {
      const done = /^out_time_us=(\d+)$/.exec(line);
      if (!done || durationUs === 0) continue;
      making.fraction = Math.min(1, Number(done[1]) / durationUs);
      this.changes.bump();
    }
  }
}

function failureOf(name: string, cause: unknown): ReticleError {
  const known = asDiskError(cause, name);
  if (known instanceof ReticleError) return known;
  const reason = cause instanceof ProgramError ? reasonOf(cause) : 'phrase.reason.senseless';
  return new ReticleError('VIDEO_ENCODER_FAILED', { name, reason }, { cause });
}
