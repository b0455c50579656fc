import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { ExportId, type ExportJob, type OverlayChoice } from '#common/contract/exports';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { SegmentRule } from '#common/contract/segments';
import { ReticleError, toWireError } from '#common/errors';
import type { VideoSegments } from '../analysis/video-segments';
import { Changes } from '../changes';
import type { Host } from '../host';
import { safeFileName } from '../media/receive-file';
import { findFfmpeg } from '../media/video/ffmpeg-programs';
import type { VideoService } from '../media/video/video-service';
import { asDiskError } from '../store/errors';
import { renameToFree } from '../store/free-name';
import { requireSpace } from '../store/free-space';
import { cutSegments } from './cut-segments';
import { annotateInProcess } from './export-client';

export type OfRun = { readonly runId: RunId; readonly mediaId: MediaId };
type File = ExportJob['files'][number] & { readonly path: string };
type Job = {
  readonly id: ExportId;
  readonly mediaId: MediaId;
  readonly kind: ExportJob['kind'];
  readonly folder: string;
  readonly abort: AbortController;
  readonly files: File[];
  /** Resolves when nothing is written for it any more. */
  settled: Promise<void>;
  state: ExportJob['state'];
  fraction: number;
  error: ReticleError | Error | null;
};
type Work = (job: Job, path: string) => Promise<void>;

export type ExportPlaces = {
  /** Of what was exported; a folder for each video's name lies in it. */
  readonly folder: string;
  readonly databaseFile: string;
};

/** Annotated copies and clips of videos, made in the background, one after the other: each fills the processors. */
export class VideoExports {
  readonly changes = new Changes();
  readonly #jobs = new Map<ExportId, Job>();
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly places: ExportPlaces,
    private readonly videos: Pick<VideoService, 'open'>,
    private readonly segments: VideoSegments,
    private readonly host: Pick<Host, 'fork' | 'newId' | 'log'>,
  ) {}

  /** Takes away what a killed app left half written. */
  async start(): Promise<void> {
    const { folder } = this.places;
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    for (const name of names) if (ownPart.test(name)) await rm(join(folder, name), { force: true });
  }

  annotate(of: OfRun, name: string, view: OverlayChoice): ExportJob {
    return this.#begin(of, name, 'annotated', async (job, path) => {
      const { signal } = job.abort;
      await requireSpace(job.folder, (await stat(path)).size);
      const { index } = await this.videos.open(of.mediaId);
      const part = join(job.folder, `${job.id}.part`);
      const order = { databaseFile: this.places.databaseFile, of, path, part, view };
      const onWritten = (frames: number) => this.#progressed(job, frames / index.timestampsNs.length);
      await annotateInProcess(this.host.fork, order, onWritten, this.host.log, signal);
      const file = await renameToFree(part, job.folder, `${stemOf(path)}-annotated`, '.mp4');
      job.files.push({ path: file, name: basename(file), byteSize: (await stat(file)).size, clip: null });
    });
  }

  cutClips(of: OfRun, name: string, rule: SegmentRule): ExportJob {
    return this.#begin(of, name, 'clips', async (job, path) => {
      const found = await this.segments.find(of, rule);
      const work = { path, folder: job.folder, programs: await findFfmpeg() };
      for await (const { clip } of cutSegments(found, rule.classLabel, work, job.abort.signal)) {
        const { path: file, beginsNs, endsNs } = clip;
        const { size } = await stat(file);
        job.files.push({ path: file, name: basename(file), byteSize: size, clip: { beginsNs, endsNs } });
        this.#progressed(job, job.files.length / found.length);
      }
    });
  }

  /** Newest first. */
  list(mediaId: MediaId): ExportJob[] {
    return [...this.#jobs.values()]
      .filter((job) => job.mediaId === mediaId)
      .map(shown)
      .reverse();
  }

  /** @throws {ReticleError} EXPORT_NOT_FOUND */
  file(id: string, index: number): File {
    const known = ExportId.safeParse(id).data;
    const file = known && this.#jobs.get(known)?.files[index];
    if (!file) throw new ReticleError('EXPORT_NOT_FOUND');
    return file;
  }

  cancel(id: ExportId): void {
    const job = this.#get(id);
    job.abort.abort();
    // One under way is over when nothing of it is written any more.
    if (job.state === 'waiting') job.state = 'cancelled';
    this.changes.bump();
  }

  /** Takes it off the list and its files off the disk; one under way is cancelled. */
  async remove(id: ExportId): Promise<void> {
    const job = this.#get(id);
    job.abort.abort();
    if (job.state === 'running') await job.settled;
    this.#jobs.delete(id);
    for (const { path } of job.files) await rm(path, { force: true });
    this.changes.bump();
  }

  async close(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort();
    await this.#last;
  }

  #get(id: ExportId): Job {
    const job = this.#jobs.get(id);
    if (!job) throw new ReticleError('EXPORT_NOT_FOUND');
    return job;
  }

  #begin({ mediaId }: OfRun, name: string, kind: Job['kind'], work: Work): ExportJob {
    const id = ExportId.parse(this.host.newId());
    const folder = join(this.places.folder, safeFileName(stemOf(name)));
    const job: Job = { id, mediaId, kind, folder, abort: new AbortController(), files: [], ...notBegun };
    this.#jobs.set(id, job);
    job.settled = this.#last.then(() => this.#perform(job, work));
    this.#last = job.settled;
    this.changes.bump();
    return shown(job);
  }

  async #perform(job: Job, work: Work): Promise<void> {
    const { signal } = job.abort;
    try {
      signal.throwIfAborted();
      job.state = 'running';
      this.changes.bump();
      const { path } = await this.videos.open(job.mediaId);
      await mkdir(job.folder, { recursive: true });
      await work(job, path);
      Object.assign(job, { state: 'done', fraction: 1 });
    } catch (cause) {
      job.state = signal.aborted ? 'cancelled' : 'failed';
      if (!signal.aborted) job.error = this.#known(cause, job);
    }
    this.changes.bump();
  }

  #known(cause: unknown, { folder }: Job): Error {
    const error = asDiskError(cause, folder);
    if (error instanceof ReticleError) return error;
    this.host.log.error({ err: cause }, 'an export failed unexpectedly');
    return error instanceof Error ? error : new Error(String(error));
  }

  #progressed(job: Job, fraction: number): void {
    job.fraction = Math.min(1, fraction);
    this.changes.bump();
  }
}

/** What is not whole yet has an id of ours in its name. */
const ownPart = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

const notBegun = { state: 'waiting' as const, settled: Promise.resolve(), fraction: 0, error: null };
const stemOf = (path: string) => basename(path, extname(path));

function shown({ abort: _abort, settled: _settled, error, files, ...job }: Job): ExportJob {
  return { ...job, files: files.map(({ path: _path, ...file }) => file), error: error && toWireError(error) };
}
