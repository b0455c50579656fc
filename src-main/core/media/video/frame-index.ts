import { basename } from 'node:path';
import { ReticleError } from '#common/errors';
import type { FfmpegPrograms } from './ffmpeg-programs';
import { reasonOf } from './probe-video';
import { ProgramError } from './run-program';
import { timeUnitNs, videoPackets } from './video-packets';

/** Presentation times of a video's frames in ns, in order. */
export type FrameIndex = { readonly timestampsNs: Float64Array; readonly isVariableRate: boolean };

const reportEvery = 2000;

/**
 * Reads the presentation time of every frame out of the packets' headers, without decoding. Frames that an edit list
 * cuts off are left out, as players leave them out.
 *
 * @param onProgress - told now and then how many frames there are and what time has been come to
 * @throws {ReticleError} MEDIA_UNREADABLE or VIDEO_NO_PICTURES
 */
export async function readFrameIndex(
  path: string,
  programs: FfmpegPrograms,
  onProgress: (frameCount: number, upToNs: number) => void,
  signal: AbortSignal,
): Promise<FrameIndex> {
  const name = basename(path);
  const times: number[] = [];
  let unitNs = 0;
  try {
    unitNs = await timeUnitNs(path, programs, signal);
    let latest = Number.NEGATIVE_INFINITY;
    for await (const { time, isShown } of videoPackets(path, programs, signal)) {
      if (!isShown) continue;
      times.push(time);
      latest = Math.max(latest, time);
      if (times.length % reportEvery === 0) onProgress(times.length, latest * unitNs);
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof ProgramError)) throw cause;
    // A file that breaks off still has the frames that came before.
    if (times.length === 0) throw new ReticleError('MEDIA_UNREADABLE', { name, reason: reasonOf(cause) }, { cause });
  }
  if (times.length === 0) throw new ReticleError('VIDEO_NO_PICTURES', { name });
  return toIndex(times, unitNs);
}

function toIndex(times: readonly number[], unitNs: number): FrameIndex {
  const sorted = Float64Array.from(times).sort();
  const unique = sorted.filter((time, index) => index === 0 || time !== sorted[index - 1]);
  const steps = unique.subarray(1).map((time, index) => time - (unique[index] ?? 0));
  // One unit more or less is the rounding of a rate that the unit cannot express.
  const isVariableRate =
    steps.length > 1 && steps.reduce((a, b) => Math.max(a, b)) - steps.reduce((a, b) => Math.min(a, b)) > 1;
  return { timestampsNs: unique.map((time) => Math.round(time * unitNs)), isVariableRate };
}

/**
 * The frame that is on screen at a time: the last one that is not later.
 *
 * @param slackNs - how much earlier the time may be than its frame's, because players round
 */
export function frameAt(timestampsNs: Float64Array, timeNs: number, slackNs = 0): number {
  let [low, high] = [0, timestampsNs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timestampsNs[middle] ?? 0) <= timeNs + slackNs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** When a frame is over: with the next, or, of the last one, after as long as the one before it. */
export function frameEndNs(timestampsNs: Float64Array, frame: number): number {
  const next = timestampsNs[frame + 1];
  const [time = 0, before = 0] = [timestampsNs[frame], timestampsNs[frame - 1]];
  return next ?? (frame > 0 ? 2 * time - before : time);
}
