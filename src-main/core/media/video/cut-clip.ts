import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { ReticleError } from '#common/errors';
import { renameToFree } from '../../store/free-name';
import type { ClipPlan } from './clip-plan';
import type { FfmpegPrograms } from './ffmpeg-programs';
import { reasonOf } from './probe-video';
import { ProgramError, programLines } from './run-program';

/** A part of a video as a file of its own, its coded frames and its sound unchanged. */
export type Clip = ClipPlan & { readonly path: string };

/** Containers that clips keep; of others they become Matroska, which takes nearly every codec. */
const muxers: Record<string, string> = {
  '.mp4': 'mp4',
  '.m4v': 'mp4',
  '.mov': 'mov',
  '.mkv': 'matroska',
  '.webm': 'webm',
};

/** ffmpeg rounds to microseconds, and must not round past the key frame. */
const roundingNs = 2000;

/**
 * Copies a part of a video without coding anew. It gets its name when it is whole; a file of that name stays, and the
 * clip gets a number.
 *
 * @throws {ReticleError} DISK_FULL or VIDEO_CUT_FAILED; nothing is left then
 */
export async function cutClip(
  path: string,
  plan: ClipPlan,
  to: { readonly folder: string; readonly stem: string },
  { ffmpeg }: FfmpegPrograms,
  signal: AbortSignal,
): Promise<Clip> {
  const own = extname(path).toLowerCase();
  const extension = own in muxers ? own : '.mkv';
  const part = join(to.folder, `${to.stem}.${randomUUID()}.part`);
  const seconds = (ns: number) => (ns / 1e9).toFixed(6);
  const args = [
    ...['-v', 'error', '-nostdin', '-seek_timestamp', '1', '-ss', seconds(plan.beginsNs - roundingNs)],
    // Containers seek to some key frame before, and what lies between is left out.
    ...['-i', `file:${path}`, '-copypriorss', '0', '-t', seconds(plan.endsNs - plan.beginsNs + roundingNs)],
    ...['-map', '0:V:0', '-map', '0:a?', '-c', 'copy', '-frames:v', String(plan.frameCount)],
    // No edit list that hides what comes before a wish: every player begins with the same frame.
    ...['-avoid_negative_ts', 'make_zero', '-f', muxers[extension] ?? 'matroska', '-y', `file:${part}`],
  ];
  try {
    for await (const _line of programLines(ffmpeg, args, signal));
    return { ...plan, path: await renameToFree(part, to.folder, to.stem, extension) };
  } catch (cause) {
    signal.throwIfAborted();
    throw cutError(basename(path), cause);
  } finally {
    await rm(part, { force: true });
  }
}

function cutError(name: string, cause: unknown): unknown {
  if (!(cause instanceof ProgramError)) return cause;
  if (/no space left/i.test(cause.stderr)) return new ReticleError('DISK_FULL', { what: name }, { cause });
  return new ReticleError('VIDEO_CUT_FAILED', { name, reason: reasonOf(cause) }, { cause });
}
