import type { LatestResult, MediaFilter, MediaId, MediaItem } from '#common/contract/media';
import { VideoFacts } from '#common/contract/video-facts';
import type { WireError } from '#common/errors';
import type { Database } from '../store/open-database';
import type { ListedFile } from './list-files';

export type MediaFacts = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly format: string;
  readonly frameCount: number;
  /** Of a video; absent for a picture. */
  readonly video?: VideoFacts;
};

type Row = {
  id: MediaId;
  path: string;
  name: string;
  folder: string;
  origin: 'path' | 'upload';
  byteSize: number;
  widthPx: number;
  heightPx: number;
  format: string;
  frameCount: number;
  kind: MediaItem['kind'];
  video: string | null;
  state: MediaItem['state'];
  problem: string | null;
  addedAtMs: number;
  runId: string | null;
  runState: LatestResult['state'] | null;
  runError: string | null;
  objectCount: number | null;
  elapsedMs: number | null;
};

export type StoredMedia = MediaItem & { readonly path: string };

// The newest run of a picture is the one with the highest run_seq; its prediction is there once that item is done.
const latestJoin = `
  LEFT JOIN run_items i ON i.media_id = m.id
    AND i.run_seq = (SELECT max(run_seq) FROM run_items WHERE media_id = m.id)
  LEFT JOIN predictions p ON p.run_id = i.run_id AND p.media_id = m.id`;

const columns = `
  m.id, m.path, m.name, m.folder, m.origin, m.byte_size AS byteSize, m.width_px AS widthPx, m.height_px AS heightPx,
  m.format, m.frame_count AS frameCount, m.kind, m.video, m.state, m.problem, m.added_at_ms AS addedAtMs,
  i.run_id AS runId, i.state AS runState, i.error AS runError, p.object_count AS objectCount, p.elapsed_ms AS elapsedMs`;

const conditions: Record<MediaFilter, string> = {
  all: '1',
  'with-objects': 'p.object_count > 0',
  'without-objects': 'p.object_count = 0',
  problems: `(m.state = 'unreadable' OR i.state = 'failed')`,
  'not-analysed': `p.run_id IS NULL AND m.state != 'unreadable'`,
};

/** The list of opened pictures in SQLite. */
export class MediaStore {
  constructor(private readonly database: Database) {}

  /** Adds files in one transaction; a file that is known already keeps its id and comes back if it was removed. */
  add(
    files: readonly (ListedFile & { name: string; folder: string; origin: 'path' | 'upload' })[],
    newId: () => string,
    nowMs: number,
  ): { id: MediaId; isNew: boolean; isChanged: boolean }[] {
    return this.database.transaction(() => files.map((file) => this.#addOne(file, newId, nowMs)))();
  }

  #addOne(
    file: ListedFile & { name: string; folder: string; origin: 'path' | 'upload' },
    newId: () => string,
    nowMs: number,
  ) {
    const known = this.database
      .prepare<[string], { id: MediaId; byteSize: number; modifiedAtMs: number; removedAtMs: number | null }>(
        `SELECT id, byte_size AS byteSize, modified_at_ms AS modifiedAtMs, removed_at_ms AS removedAtMs
         FROM media WHERE path = ?`,
      )
      .get(file.path);
    if (!known) return { id: this.#insert(file, newId, nowMs), isNew: true, isChanged: false };
    const isChanged = known.byteSize !== file.byteSize || known.modifiedAtMs !== file.modifiedAtMs;
    if (isChanged) this.#reset(known.id, file);
    if (known.removedAtMs !== null) {
      this.database.prepare('UPDATE media SET removed_at_ms = NULL WHERE id = ?').run(known.id);
    }
    return { id: known.id, isNew: known.removedAtMs !== null, isChanged };
  }

  #insert(
    file: ListedFile & { name: string; folder: string; origin: 'path' | 'upload' },
    newId: () => string,
    nowMs: number,
  ): MediaId {
    const id = newId() as MediaId; // the host makes UUIDs; this is where one becomes a media id
    this.database
      .prepare(
        `INSERT INTO media (id, seq, path, name, folder, origin, byte_size, modified_at_ms, added_at_ms)
         VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM media), ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, file.path, file.name, file.folder, file.origin, file.byteSize, file.modifiedAtMs, nowMs);
    return id;
  }

  /**
   * The file has other content now: what was found in the old one no longer describes it.
   *
   * @param exceptRunId - a run that is about to look at it keeps its item, without what it found so far
   */
  #reset(id: MediaId, file: ListedFile, exceptRunId = ''): void {
    this.database.prepare('DELETE FROM run_items WHERE media_id = ? AND run_id != ?').run(id, exceptRunId);
    this.database.prepare('DELETE FROM frame_chunks WHERE media_id = ?').run(id);
    this.database.prepare('DELETE FROM frame_indexes WHERE media_id = ?').run(id);
    this.database
      .prepare(
        `UPDATE media SET byte_size = ?, modified_at_ms = ?, state = 'pending', problem = NULL,
         width_px = 0, height_px = 0, format = '', frame_count = 1, video = NULL, sha256 = NULL WHERE id = ?`,
      )
      .run(file.byteSize, file.modifiedAtMs, id);
  }

  /** A file that was found changed while a run came to it. */
  setChanged(id: MediaId, file: ListedFile, byRunId: string): void {
    this.database.transaction(() => this.#reset(id, file, byRunId))();
  }

  /** The file as it was when it was listed, and what it holds where that is known. */
  content(id: MediaId): (ListedFile & { readonly sha256: string | null }) | null {
    const row = this.database
      .prepare<[string], ListedFile & { sha256: string | null }>(
        'SELECT path, byte_size AS byteSize, modified_at_ms AS modifiedAtMs, sha256 FROM media WHERE id = ?',
      )
      .get(id);
    return row ?? null;
  }

  setSha256(id: MediaId, sha256: string): void {
    this.database.prepare('UPDATE media SET sha256 = ? WHERE id = ?').run(sha256, id);
  }

  setReady(id: MediaId, facts: MediaFacts): void {
    this.database
      .prepare(
        `UPDATE media SET state = 'ready', problem = NULL, width_px = ?, height_px = ?, format = ?, frame_count = ?,
         kind = ?, video = ? WHERE id = ?`,
      )
      .run(
        facts.widthPx,
        facts.heightPx,
        facts.format,
        facts.frameCount,
        facts.video ? 'video' : 'image',
        facts.video ? JSON.stringify(facts.video) : null,
        id,
      );
  }

  setUnreadable(id: MediaId, problem: WireError): void {
    this.database
      .prepare(`UPDATE media SET state = 'unreadable', problem = ? WHERE id = ?`)
      .run(JSON.stringify(problem), id);
  }

  list(filter: MediaFilter, search: string, offset: number, limit: number): { items: StoredMedia[]; total: number } {
    const where = this.#where(filter);
    const pattern = likePattern(search);
    const total = this.database
      .prepare<[string], { n: number }>(
        `SELECT count(*) AS n FROM media m ${filter === 'all' ? '' : latestJoin} ${where}`,
      )
      .get(pattern);
    const rows = this.database
      .prepare<[string, number, number], Row>(
        `SELECT ${columns} FROM media m ${latestJoin} ${where} ORDER BY m.seq LIMIT ? OFFSET ?`,
      )
      .all(pattern, limit, offset);
    return { items: rows.map(toItem), total: total?.n ?? 0 };
  }

  find(id: MediaId): StoredMedia | null {
    const row = this.database
      .prepare<[string], Row>(`SELECT ${columns} FROM media m ${latestJoin} WHERE m.id = ?`)
      .get(id);
    return row ? toItem(row) : null;
  }

  /** Whether a file was opened by this path. */
  isListed(path: string): boolean {
    return this.database.prepare('SELECT 1 FROM media WHERE path = ?').get(path) !== undefined;
  }

  neighbour(id: MediaId, step: 1 | -1, filter: MediaFilter, search: string): MediaId | null {
    const row = this.database
      .prepare<[string, string], { id: MediaId }>(
        `SELECT m.id FROM media m ${filter === 'all' ? '' : latestJoin} ${this.#where(filter)}
         AND m.seq ${step > 0 ? '>' : '<'} (SELECT seq FROM media WHERE id = ?)
         ORDER BY m.seq ${step > 0 ? 'ASC' : 'DESC'} LIMIT 1`,
      )
      .get(likePattern(search), id);
    return row?.id ?? null;
  }

  /** Ids of all listed pictures that are not known to be unreadable, in list order. */
  analysableIds(): MediaId[] {
    return this.database
      .prepare<[], { id: MediaId }>(
        `SELECT id FROM media WHERE removed_at_ms IS NULL AND state != 'unreadable' ORDER BY seq`,
      )
      .all()
      .map((row) => row.id);
  }

  pendingIds(): MediaId[] {
    return this.database
      .prepare<[], { id: MediaId }>(
        `SELECT id FROM media WHERE removed_at_ms IS NULL AND state = 'pending' ORDER BY seq`,
      )
      .all()
      .map((row) => row.id);
  }

  count(): number {
    const row = this.database
      .prepare<[], { n: number }>('SELECT count(*) AS n FROM media WHERE removed_at_ms IS NULL')
      .get();
    return row?.n ?? 0;
  }

  listedIds(): MediaId[] {
    return this.database
      .prepare<[], { id: MediaId }>('SELECT id FROM media WHERE removed_at_ms IS NULL ORDER BY seq')
      .all()
      .map((row) => row.id);
  }

  setRemoved(ids: readonly MediaId[], removedAtMs: number | null): number {
    const change = this.database.prepare(
      `UPDATE media SET removed_at_ms = ? WHERE id = ? AND (removed_at_ms IS NULL) = ?`,
    );
    return this.database.transaction(() =>
      ids.reduce((sum, id) => sum + change.run(removedAtMs, id, removedAtMs === null ? 0 : 1).changes, 0),
    )();
  }

  /** Deletes what was removed before a moment, for good. @returns The rows, so that their files can follow. */
  purgeRemovedBefore(ms: number): { id: MediaId; path: string; origin: 'path' | 'upload' }[] {
    return this.database
      .prepare<[number], { id: MediaId; path: string; origin: 'path' | 'upload' }>(
        'DELETE FROM media WHERE removed_at_ms < ? RETURNING id, path, origin',
      )
      .all(ms);
  }

  #where(filter: MediaFilter): string {
    return `WHERE m.removed_at_ms IS NULL AND m.name LIKE ? ESCAPE '\\' AND ${conditions[filter]}`;
  }
}

function likePattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

function toItem(row: Row): StoredMedia {
  const { problem, runId, runState, runError, objectCount, elapsedMs, video, ...item } = row;
  const latest: LatestResult | null =
    runId && runState
      ? {
          runId,
          state: runState,
          objectCount: objectCount ?? 0,
          elapsedMs: elapsedMs ?? 0,
          error: runError ? (JSON.parse(runError) as WireError) : null, // written by us from a WireError
        }
      : null;
  return {
    ...item,
    problem: problem ? (JSON.parse(problem) as WireError) : null,
    video: video ? VideoFacts.parse(JSON.parse(video)) : null,
    latest,
  };
}
