import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Logger } from 'pino';
import type { AddedMedia, MediaFilter, MediaId } from '#common/contract/media';
import { ReticleError, toWireError } from '#common/errors';
import { Changes } from '../changes';
import { type ListedFile, listFiles } from './list-files';
import type { MediaFacts, MediaStore, StoredMedia } from './media-store';

/** Reads what a picture's or video's header says, without decoding it. */
export type ProbeMedia = (path: string, signal: AbortSignal) => Promise<MediaFacts>;

const batchSize = 500;
const maxReportedSkips = 100;
const probesAtOnce = 2;
const keepRemovedMs = 7 * 24 * 3600 * 1000;

/** The list of opened pictures: adding, probing in the background, removing and putting back. */
export class MediaService {
  readonly changes = new Changes();
  readonly #closing = new AbortController();
  readonly #toProbe: MediaId[] = [];
  #probing = 0;
  #idle: (() => void)[] = [];

  constructor(
    private readonly store: MediaStore,
    private readonly probe: ProbeMedia,
    private readonly clock: { now: () => Date; newId: () => string },
    private readonly log: Logger,
  ) {}

  /** Picks up what an earlier run of the app left unprobed, and deletes what was removed over a week ago. */
  async start(): Promise<void> {
    for (const row of this.store.purgeRemovedBefore(this.#nowMs() - keepRemovedMs)) {
      if (row.origin === 'upload') await rm(dirname(row.path), { recursive: true, force: true });
    }
    this.#enqueueProbes(this.store.pendingIds());
  }

  async addPaths(paths: readonly string[], signal: AbortSignal): Promise<AddedMedia> {
    const result: AddedMedia = { addedIds: [], addedCount: 0, skipped: [], skippedCount: 0 };
    let batch: ListedFile[] = [];
    const flush = () => {
      this.#addBatch(batch, 'path', result);
      batch = [];
    };
    for await (const found of listFiles(paths, signal)) {
      if ('error' in found) {
        result.skippedCount += 1;
        if (result.skipped.length < maxReportedSkips) {
          result.skipped.push({ path: found.path, error: toWireError(found.error) });
        }
      } else if (batch.push(found) >= batchSize) flush();
    }
    flush();
    return result;
  }

  /** Adds one file that was received into the app's own folder. */
  addUpload(file: ListedFile): AddedMedia {
    const result: AddedMedia = { addedIds: [], addedCount: 0, skipped: [], skippedCount: 0 };
    this.#addBatch([file], 'upload', result);
    return result;
  }

  #addBatch(files: readonly ListedFile[], origin: 'path' | 'upload', result: AddedMedia): void {
    if (files.length === 0) return;
    const rows = files.map((file) => ({
      ...file,
      origin,
      name: basename(file.path),
      folder: origin === 'upload' ? '' : dirname(file.path),
    }));
    const added = this.store.add(rows, this.clock.newId, this.#nowMs());
    result.addedIds.push(...added.map((row) => row.id));
    result.addedCount += added.filter((row) => row.isNew).length;
    this.changes.bump();
    this.#enqueueProbes(added.filter((row) => row.isNew || row.isChanged).map((row) => row.id));
  }

  list(filter: MediaFilter, search: string, offset: number, limit: number) {
    return this.store.list(filter, search, offset, limit);
  }

  get(id: MediaId): StoredMedia {
    const found = this.store.find(id);
    if (!found) throw new ReticleError('MEDIA_NOT_FOUND', { name: id });
    return found;
  }

  /** A file of which the header has been read, now where its turn had not come: before that nobody knows what it is. */
  async probed(id: MediaId): Promise<StoredMedia> {
    if (this.get(id).state === 'pending') await this.#probeOne(id);
    return this.get(id);
  }

  neighbour(id: MediaId, step: 1 | -1, filter: MediaFilter, search: string): MediaId | null {
    return this.store.neighbour(id, step, filter, search);
  }

  remove(ids: readonly MediaId[]): number {
    const removed = this.store.setRemoved(ids, this.#nowMs());
    this.changes.bump();
    return removed;
  }

  restore(ids: readonly MediaId[]): number {
    const restored = this.store.setRemoved(ids, null);
    this.changes.bump();
    return restored;
  }

  clear(): MediaId[] {
    const ids = this.store.listedIds();
    this.remove(ids);
    return ids;
  }

  count(): number {
    return this.store.count();
  }

  /** Resolves when every picture that waited has been probed; for tests and for an orderly end. */
  whenProbed(): Promise<void> {
    if (this.#probing === 0 && this.#toProbe.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#toProbe.length = 0;
    await this.whenProbed();
  }

  #enqueueProbes(ids: readonly MediaId[]): void {
    this.#toProbe.push(...ids);
    while (this.#probing < probesAtOnce && this.#toProbe.length > 0) {
      this.#probing += 1;
      void this.#probeLoop();
    }
  }

  async #probeLoop(): Promise<void> {
    for (let id = this.#toProbe.shift(); id !== undefined; id = this.#toProbe.shift()) await this.#probeOne(id);
    this.#probing -= 1;
    if (this.#probing > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #probeOne(id: MediaId): Promise<void> {
    const signal = this.#closing.signal;
    const path = this.store.find(id)?.path;
    if (path === undefined || signal.aborted) return;
    try {
      this.store.setReady(id, await this.probe(path, signal));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ReticleError)) this.log.error({ err: error }, 'probing a picture failed unexpectedly');
      this.#setUnreadable(id, error);
    }
    this.changes.bump();
  }

  #setUnreadable(id: MediaId, error: unknown): void {
    try {
      this.store.setUnreadable(id, toWireError(error));
    } catch (storeError) {
      // Nobody waits for a probe, so a full disk is only logged here; the row stays pending and is probed next time.
      this.log.error({ err: storeError }, 'could not store that a picture is unreadable');
    }
  }

  #nowMs(): number {
    return this.clock.now().getTime();
  }
}
