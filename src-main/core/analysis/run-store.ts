import { z } from 'zod';
import type { MediaId } from '#common/contract/media';
import { OutputPlan, type Run, type RunId, type RunWhere, VideoPart } from '#common/contract/runs';
import type { ErrorCode, WireError } from '#common/errors';
import type { Database } from '../store/open-database';
import type { ResultKey } from './result-store';
import type { RunPlace } from './run-engines';

export type NewRun = {
  readonly id: RunId;
  readonly modelId: string;
  readonly modelName: string;
  readonly modelSha256: string;
  readonly mediaIds: readonly MediaId[];
  readonly videoPart: VideoPart | null;
  /** Of Reticle. */
  readonly version: string;
  readonly output: StoredOutput | null;
  readonly place: RunPlace;
};

/** `root` is the folder that holds all inputs: below it, the tree is mirrored. */
export type StoredOutput = { readonly plan: OutputPlan; readonly root: string };
const StoredOutput = z.object({ plan: OutputPlan, root: z.string() });

export type NextItem = { readonly runId: RunId; readonly mediaId: MediaId; readonly modelId: string };

/** What is stored of a run; how far it is within a video is known where the work is done. */
export type StoredRun = Omit<Run, 'frames'>;
type RunRow = Omit<StoredRun, 'problem'> & { problem: string | null };

const runColumns = `
  r.id, r.model_id AS modelId, r.model_name AS modelName, r.engine AS "where",
  CASE WHEN r.paused AND r.state = 'interrupted' THEN 'paused' ELSE r.state END AS state, r.created_at_ms AS createdAtMs,
  r.started_at_ms AS startedAtMs, r.finished_at_ms AS finishedAtMs,
  (SELECT count(*) FROM run_items i WHERE i.run_id = r.id) AS total,
  (SELECT count(*) FROM run_items i WHERE i.run_id = r.id AND i.state = 'done') AS done,
  (SELECT count(*) FROM run_items i WHERE i.run_id = r.id AND i.state = 'failed') AS failed,
  (SELECT count(*) FROM run_items i WHERE i.run_id = r.id AND i.state = 'done' AND i.kept_from IS NOT NULL) AS kept,
  r.place, r.problem, json_extract(r.output, '$.plan.folder') AS outputFolder`;

/** Runs and their items, in SQLite: the queue. */
export class RunStore {
  constructor(private readonly database: Database) {}

  create(run: NewRun, nowMs: number): void {
    this.database.transaction(() => {
      const { seq } = this.database
        .prepare<[], { seq: number }>('SELECT coalesce(max(seq), 0) + 1 AS seq FROM runs')
        .get() ?? { seq: 1 };
      this.database
        .prepare(
          `INSERT INTO runs
           (id, seq, place, model_id, model_name, model_sha256, engine, connection_id, state, created_at_ms, video_part,
            version, output)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?)`,
        )
        .run(
          run.id,
          seq,
          seq,
          run.modelId,
          run.modelName,
          run.modelSha256,
          run.place.where,
          run.place.connectionId,
          nowMs,
          run.videoPart && JSON.stringify(run.videoPart),
          run.version,
          run.output && JSON.stringify(run.output),
        );
      const insert = this.database.prepare(
        `INSERT OR IGNORE INTO run_items (run_id, media_id, run_seq, seq, state) VALUES (?, ?, ?, ?, 'queued')`,
      );
      run.mediaIds.forEach((mediaId, index) => {
        insert.run(run.id, mediaId, seq, index);
      });
    })();
  }

  /** Which frames of its videos a run is about. */
  videoPartOf(id: RunId): VideoPart {
    const row = this.database
      .prepare<[string], { part: string | null }>('SELECT video_part AS part FROM runs WHERE id = ?')
      .get(id);
    return row?.part ? VideoPart.parse(JSON.parse(row.part)) : { sampling: { every: 1 }, fromNs: null, toNs: null };
  }

  /** What its results depend on beside the files. */
  keyOf(id: RunId): ResultKey | null {
    const row = this.database
      .prepare<[string], { modelSha256: string; version: string; part: string | null; where: RunWhere }>(
        'SELECT model_sha256 AS modelSha256, version, video_part AS part, engine AS "where" FROM runs WHERE id = ?',
      )
      .get(id);
    return row ? { ...row, videoPart: row.part === null ? null : VideoPart.parse(JSON.parse(row.part)) } : null;
  }

  /** Where it takes place. */
  placeOf(id: RunId): RunPlace {
    const row = this.database
      .prepare<[string], RunPlace>('SELECT engine AS "where", connection_id AS connectionId FROM runs WHERE id = ?')
      .get(id);
    return row ?? { where: 'local', connectionId: null };
  }

  outputOf(id: RunId): StoredOutput | null {
    const row = this.database
      .prepare<[string], { output: string | null }>('SELECT output FROM runs WHERE id = ?')
      .get(id);
    return row?.output ? StoredOutput.parse(JSON.parse(row.output)) : null;
  }

  find(id: RunId): StoredRun | null {
    const row = this.database.prepare<[string], RunRow>(`SELECT ${runColumns} FROM runs r WHERE r.id = ?`).get(id);
    return row ? toRun(row) : null;
  }

  list(limit = 200): StoredRun[] {
    return this.database
      .prepare<[number], RunRow>(`SELECT ${runColumns} FROM runs r ORDER BY r.seq DESC LIMIT ?`)
      .all(limit)
      .map(toRun);
  }

  /** Lets a run change places with the one that goes before or after it, or go before all that are not at their end. @returns Those with another place. */
  move(id: RunId, to: 'first' | 'earlier' | 'later'): RunId[] {
    const setPlace = this.database.prepare('UPDATE runs SET place = ? WHERE id = ?');
    return this.database.transaction(() => {
      const order = this.database
        .prepare<[], { id: RunId; place: number }>(
          `SELECT id, place FROM runs WHERE state IN ('queued', 'running', 'interrupted') ORDER BY place, seq`,
        )
        .all();
      const at = order.findIndex((run) => run.id === id);
      const [own, first] = [order[at], order[0]];
      if (!own || !first || (to !== 'later' && own === first)) return [];
      if (to === 'first') {
        setPlace.run(first.place - 1, id);
        return [id];
      }
      const other = order[to === 'earlier' ? at - 1 : at + 1];
      if (!other) return [];
      setPlace.run(other.place, id);
      setPlace.run(own.place, other.id);
      return [id, other.id];
    })();
  }

  /** Marks what was under way when the app ended: its pictures wait again, the run waits for the user's word. */
  interruptUnfinished(): void {
    this.database.transaction(() => {
      this.database.prepare(`UPDATE run_items SET state = 'queued' WHERE state = 'running'`).run();
      this.database.prepare(`UPDATE runs SET state = 'interrupted' WHERE state IN ('queued', 'running')`).run();
    })();
  }

  /** Claims the next waiting picture: the one in view first, then in the order of runs and of their lists. */
  claimNext(focus: MediaId | null, nowMs: number): NextItem | null {
    return this.database.transaction(() => {
      const next = (focus && this.#waiting('AND i.media_id = ?', focus)) || this.#waiting('AND ? IS NOT NULL', '');
      if (!next) return null;
      this.#setItemState(next.runId, next.mediaId, 'running');
      this.database
        .prepare(
          `UPDATE runs SET state = 'running', started_at_ms = coalesce(started_at_ms, ?) WHERE id = ? AND state = 'queued'`,
        )
        .run(nowMs, next.runId);
      return next;
    })();
  }

  // The run first, then the first of its items: sorting the items of all runs would take longer with each that waits.
  #waiting(condition: string, param: string): NextItem | undefined {
    return this.database
      .prepare<[string, string], NextItem>(
        `SELECT i.run_id AS runId, i.media_id AS mediaId, r.model_id AS modelId
         FROM run_items i JOIN runs r ON r.id = i.run_id
         WHERE i.state = 'queued' ${condition} AND i.run_id = (
           SELECT w.id FROM runs w WHERE w.state IN ('queued', 'running')
           AND EXISTS (SELECT 1 FROM run_items i WHERE i.run_id = w.id AND i.state = 'queued' ${condition})
           ORDER BY w.place, w.seq LIMIT 1)
         ORDER BY i.seq LIMIT 1`,
      )
      .get(param, param);
  }

  saveFailure(runId: RunId, mediaId: MediaId, error: WireError): void {
    this.#setItemState(runId, mediaId, 'failed', JSON.stringify(error));
  }

  #setItemState(runId: RunId, mediaId: MediaId, state: string, error: string | null = null): number {
    return this.database
      .prepare('UPDATE run_items SET state = ?, error = ? WHERE run_id = ? AND media_id = ?')
      .run(state, error, runId, mediaId).changes;
  }

  /** Ends a run that has nothing waiting and nothing in work. @returns Whether it ended now. */
  finishIfComplete(runId: RunId, nowMs: number): boolean {
    return (
      this.database
        .prepare(
          `UPDATE runs SET state = 'done', finished_at_ms = ? WHERE id = ? AND state IN ('queued', 'running')
           AND NOT EXISTS (SELECT 1 FROM run_items WHERE run_id = runs.id AND state IN ('queued', 'running'))`,
        )
        .run(nowMs, runId).changes > 0
    );
  }

  /** @param problem - why, where the run did it by itself */
  stop(runId: RunId, state: 'cancelled' | 'interrupted', nowMs: number, problem: WireError | null = null): void {
    this.database.transaction(() => {
      this.database
        .prepare(
          `UPDATE runs SET state = ?, finished_at_ms = ?, problem = ?
           WHERE id = ? AND state IN ('queued', 'running', 'interrupted')`,
        )
        .run(state, nowMs, problem && JSON.stringify(problem), runId);
      const left = state === 'cancelled' ? 'cancelled' : 'queued';
      this.database
        .prepare(`UPDATE run_items SET state = ? WHERE run_id = ? AND state IN ('queued', 'running')`)
        .run(left, runId);
    })();
  }

  /** Its pictures wait, and only `requeue` lets them go on. @returns Whether it was queued or running. */
  pause(runId: RunId, nowMs: number): boolean {
    return this.database.transaction(() => {
      const { changes } = this.database
        .prepare(
          `UPDATE runs SET state = 'interrupted', paused = 1, finished_at_ms = ?
           WHERE id = ? AND state IN ('queued', 'running')`,
        )
        .run(nowMs, runId);
      if (changes === 0) return false;
      this.database.prepare(`UPDATE run_items SET state = 'queued' WHERE run_id = ? AND state = 'running'`).run(runId);
      return true;
    })();
  }

  /**
   * Puts what is left, or what failed, back into the queue.
   *
   * @param code - only what failed for this cause
   * @returns How many pictures wait now.
   */
  requeue(runId: RunId, what: 'remaining' | 'failed', nowMs: number, code: ErrorCode | null = null): number {
    return this.database.transaction(() => {
      const states = what === 'failed' ? `('failed')` : `('queued', 'cancelled', 'running')`;
      const { changes } = this.database
        .prepare(
          `UPDATE run_items SET state = 'queued', error = NULL WHERE run_id = ? AND state IN ${states}
           AND (? IS NULL OR json_extract(error, '$.code') = ?)`,
        )
        .run(runId, code, code);
      if (changes > 0) {
        // The time between is no time at work: the start moves on by it, so that pace and time left stay true.
        this.database
          .prepare(
            `UPDATE runs SET state = 'queued', paused = 0, problem = NULL, finished_at_ms = NULL,
             started_at_ms = started_at_ms + max(0, ? - coalesce(finished_at_ms, ?)) WHERE id = ?`,
          )
          .run(nowMs, nowMs, runId);
      }
      return changes;
    })();
  }

  failures(runId: RunId): { mediaId: MediaId; name: string; error: WireError }[] {
    return this.database
      .prepare<[string], { mediaId: MediaId; name: string; error: string }>(
        `SELECT i.media_id AS mediaId, m.name, i.error FROM run_items i JOIN media m ON m.id = i.media_id
         WHERE i.run_id = ? AND i.state = 'failed' ORDER BY i.seq`,
      )
      .all(runId)
      .map((row) => ({ ...row, error: JSON.parse(row.error) as WireError })); // written by us from a WireError
  }
}

const toRun = (row: RunRow): StoredRun => ({
  ...row,
  problem: row.problem === null ? null : (JSON.parse(row.problem) as WireError), // written by us from a WireError
});
