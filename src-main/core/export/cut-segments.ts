import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Segment } from '#common/contract/segments';
import { ReticleError } from '#common/errors';
import { type CodedFrames, planClip, readCodedFrames } from '../media/video/clip-plan';
import { type Clip, cutClip } from '../media/video/cut-clip';
import type { FfmpegPrograms } from '../media/video/ffmpeg-programs';
import { requireSpace } from '../store/free-space';

/** A video to cut, and the folder that its clips go to. */
export type CutWork = { readonly path: string; readonly folder: string; readonly programs: FfmpegPrograms };

/**
 * Cuts a clip of each segment, one after the other. Those that were cut stay whatever happens to the rest.
 *
 * @param label - goes into the names of the clips
 * @throws {ReticleError} DISK_TOO_SMALL before the first; DISK_FULL, VIDEO_CUT_FAILED or MEDIA_UNREADABLE
 */
export async function* cutSegments<T extends Segment>(
  segments: readonly T[],
  label: string,
  { path, folder, programs }: CutWork,
  signal: AbortSignal,
): AsyncGenerator<T & { readonly clip: Clip }> {
  if (segments.length === 0) return;
  const coded = await readCodedFrames(path, programs, signal);
  const plans = segments.map((segment) => planOf(coded, segment, path));
  const { size } = await stat(path);
  const frames = plans.reduce((sum, { frameCount }) => sum + frameCount, 0);
  await requireSpace(folder, (size * frames) / coded.timesNs.length);
  for (const [at, segment] of segments.entries()) {
    const plan = plans[at] ?? planOf(coded, segment, path);
    const stem = `${basename(path, extname(path))}-${fileWord(label)}-${String(at + 1).padStart(3, '0')}`;
    yield { ...segment, clip: await cutClip(path, plan, { folder, stem }, programs, signal) };
  }
}

function planOf(coded: CodedFrames, { startNs, endNs }: Segment, path: string) {
  const plan = planClip(coded, startNs, endNs);
  if (!plan) throw new ReticleError('VIDEO_CUT_FAILED', { name: basename(path), reason: 'phrase.reason.noKeyFrame' });
  return plan;
}

/** A label as part of a file's name on every system. */
const fileWord = (label: string) => label.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40) || 'segment';
