import { rm } from 'node:fs/promises';
import { longestGapNs, predictionBetween } from '#common/overlay/between-frames';
import type { Prediction } from '#common/prediction/prediction';
import { decodeFrames } from '../local/video/video-frames';
import { findFfmpeg } from '../media/video/ffmpeg-programs';
import { probeVideo } from '../media/video/probe-video';
import { FramePainter, type FrameView } from './frame-painter';
import { VideoEncoder } from './video-encoder';

/** A frame that was analysed. */
type Analysed = { readonly timestampNs: number; readonly prediction: Prediction };

export type AnnotateWork = {
  readonly path: string;
  /** Written anew; the caller gives it its name once it is whole. */
  readonly part: string;
  readonly view: FrameView;
  /** Told after each frame how many were written. */
  readonly onWritten?: (frames: number) => void;
};

/** Times come from the same file twice, by way of floating point. */
const slackNs = 1000;

/**
 * Writes a copy of a video with what was found drawn into its frames: at its own size and timing, H.264 and its sound.
 * Frames between those that were analysed show, fainter, where tracked objects were halfway and all others where they were
 * last; those behind the last one no longer than it was from the one before.
 *
 * @param frames - in order; they are passed on as they are read
 * @throws {ReticleError} VIDEO_*, MEDIA_*, FFMPEG_MISSING or DISK_FULL; no half file is left
 */
export async function* annotateVideo<Frame extends Analysed>(
  { path, part, view, onWritten }: AnnotateWork,
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const programs = await findFfmpeg();
  const facts = await probeVideo(path, programs, signal);
  const size = { width: facts.widthPx, height: facts.heightPx };
  const encoder = new VideoEncoder(programs.ffmpeg, path, part, facts);
  const source = { ffmpeg: programs.ffmpeg, path, size, channels: 4 as const };
  const decoded = decodeFrames({ ...source, sampling: { every: 1 }, fromNs: null, toNs: null }, signal);
  const painter = new FramePainter(size, view);
  let isWhole = false;
  let written = 0;
  try {
    let ahead = await decoded.next();
    const write = async (prediction: Prediction | null, isHeld: boolean) => {
      if (ahead.done) return;
      const { timestampNs, pixels } = ahead.value;
      await encoder.write(timestampNs, painter.paint(pixels.data, prediction, isHeld));
      written += 1;
      onWritten?.(written);
      ahead = await decoded.next();
    };
    const writeUntil = async (timestampNs: number, shownAt: (atNs: number) => Prediction | null) => {
      while (!ahead.done && ahead.value.timestampNs < timestampNs - slackNs) {
        await write(shownAt(ahead.value.timestampNs), true);
      }
    };
    let last: Analysed | null = null;
    let stepNs = 0;
    for await (const frame of frames) {
      const before = last;
      await writeUntil(frame.timestampNs, (atNs) => before && predictionBetween(before, frame, atNs));
      await write(frame.prediction, false);
      if (last) stepNs = frame.timestampNs - last.timestampNs;
      last = frame;
      yield frame;
    }
    const held = last?.prediction ?? null;
    if (last) await writeUntil(last.timestampNs + Math.min(stepNs, longestGapNs), () => held);
    await writeUntil(Number.POSITIVE_INFINITY, () => null);
    await encoder.finish();
    isWhole = true;
  } finally {
    await decoded.return(undefined);
    encoder.kill();
    if (!isWhole) await rm(part, { force: true });
  }
}
