import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { OutputPlan } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import { asDiskError } from '../store/errors';

/**
 * Looks at an output folder, or at the nearest one above it that exists; makes nothing.
 *
 * @returns How many bytes can be written there.
 * @throws {ReticleError} OUTPUT_REFUSED where nothing can be written
 */
export function roomAt(folder: string): Promise<number> {
  return refusing(folder, async () => {
    let there = folder;
    while (!(await isThere(there)) && dirname(there) !== there) there = dirname(there);
    if (!(await stat(there)).isDirectory()) throw new ReticleError('OUTPUT_REFUSED', notAFolder(there));
    await access(there, constants.W_OK);
    const { bavail, bsize } = await statfs(there);
    return bavail * bsize;
  });
}

/** Makes an output folder where it is missing. @throws {ReticleError} OUTPUT_REFUSED or DISK_FULL */
export async function makeOutputFolder(folder: string): Promise<void> {
  await refusing(folder, () => mkdir(folder, { recursive: true }));
}

const notAFolder = (path: string) => ({ path, reason: 'phrase.reason.notAFolder' });

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return false;
    },
  );

async function refusing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (!isAbsolute(folder)) throw new ReticleError('OUTPUT_REFUSED', { path: folder, reason: 'phrase.reason.relative' });
  try {
    return await work();
  } catch (cause) {
    const full = asDiskError(cause, folder);
    if (full instanceof ReticleError) throw full;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReticleError('OUTPUT_REFUSED', { path: folder, reason }, { cause });
  }
}

/** What a record takes on disk, with its objects; measured on pictures of streets. */
const recordBytes = 4096;
/** A frame's line: as a record, without the spaces. */
const frameBytes = 2048;
/** An annotated copy, as a multiple of what it is a copy of: PNGs grow by their labels. */
const copyShare = 1.5;

type Input = { readonly byteSize: number; readonly video: { durationNs: number; framesPerSecond: number } | null };

/** What the files of a batch will take, roughly. Frames are counted as all that there are. */
export function neededBytes(inputs: readonly Input[], plan: Pick<OutputPlan, 'records' | 'annotated'>): number {
  let bytes = 0;
  for (const { byteSize, video } of inputs) {
    const frames = video ? (video.durationNs / 1e9) * video.framesPerSecond : 0;
    if (plan.records) bytes += video ? frames * frameBytes : recordBytes;
    if (plan.annotated) bytes += byteSize * copyShare;
  }
  return Math.ceil(bytes);
}
