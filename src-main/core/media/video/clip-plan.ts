import type { FfmpegPrograms } from './ffmpeg-programs';
import { timeUnitNs, type VideoPacket, videoPackets } from './video-packets';

/** The coded frames of a video in the order in which they are decoded; times in ns of presentation. */
export type CodedFrames = { readonly timesNs: readonly number[]; readonly isKey: readonly boolean[] };

/** What can be cut without coding anew: whole groups of frames, from a key frame on. */
export type ClipPlan = {
  /** Presentation time of its first frame, the key frame at or before what was asked for. */
  readonly beginsNs: number;
  /** Presentation time at which its last frame is over, at or a little after what was asked for. */
  readonly endsNs: number;
  readonly frameCount: number;
};

/** @throws {ProgramError} */
export async function readCodedFrames(
  path: string,
  programs: FfmpegPrograms,
  signal: AbortSignal,
): Promise<CodedFrames> {
  const unitNs = await timeUnitNs(path, programs, signal);
  const packets: VideoPacket[] = [];
  for await (const packet of videoPackets(path, programs, signal)) packets.push(packet);
  return { timesNs: packets.map(({ time }) => Math.round(time * unitNs)), isKey: packets.map(({ isKey }) => isKey) };
}

/**
 * Frames are stored in the order in which they are decoded, and lean on frames before them there. A clip therefore begins
 * with a key frame, and ends where every frame that was decoded is shown before every one that was not: a cut anywhere
 * else would leave holes.
 *
 * @returns null where the video has no key frame
 */
export function planClip({ timesNs, isKey }: CodedFrames, fromNs: number, toNs: number): ClipPlan | null {
  const first = firstPacket(timesNs, isKey, fromNs);
  if (first < 0) return null;
  const rest = timesNs.slice(first);
  const earliestAfter = suffixMinima(rest);
  let latest = Number.NEGATIVE_INFINITY;
  for (const [at, time] of rest.entries()) {
    latest = Math.max(latest, time);
    const next = earliestAfter[at + 1] ?? Number.POSITIVE_INFINITY;
    // All that is to be in it is in it, and nothing that is in it comes after what is not.
    if (next >= toNs && latest < next) {
      const endsNs = Number.isFinite(next) ? next : latest + lastStep(timesNs);
      return { beginsNs: timesNs[first] ?? 0, endsNs, frameCount: at + 1 };
    }
  }
  return null;
}

/** The key frame shown last among those at or before a time; the first of all where there is none before. */
function firstPacket(timesNs: readonly number[], isKey: readonly boolean[], fromNs: number): number {
  let found = isKey.indexOf(true);
  for (const [at, time] of timesNs.entries()) {
    if (isKey[at] && time <= fromNs && time > (timesNs[found] ?? 0)) found = at;
  }
  return found;
}

function suffixMinima(values: readonly number[]): Float64Array {
  const minima = new Float64Array(values.length);
  let least = Number.POSITIVE_INFINITY;
  for (let at = values.length - 1; at >= 0; at -= 1) {
    least = Math.min(least, values[at] ?? least);
    minima[at] = least;
  }
  return minima;
}

function lastStep(timesNs: readonly number[]): number {
  const [last = 0, before = last] = timesNs.toSorted((a, b) => b - a);
  return last - before;
}
