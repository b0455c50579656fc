import { z } from 'zod';
import type { MediaId } from '#common/contract/media';
import { type Backend, type Run, type RunId, type StoredResult, VideoPart } from '#common/contract/runs';
import { StageFacts } from '#common/contract/stage-facts';
import type { WireError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';
import { Prediction as PredictionSchema } from '#common/prediction/prediction';
import type { Database } from '../store/open-database';

export type NewRun = {
  readonly id: RunId;
  readonly modelId: string;
  readonly modelName: string;
  readonly modelSha256: string;
  readonly mediaIds: readonly MediaId[];
  readonly videoPart: VideoPart | null;
};

export type NextItem = { readonly runId: RunId; readonly mediaId: MediaId; readonly modelId: string };

export type ItemResult = {
  readonly prediction: Prediction;
  /** Where the objects are not in the prediction: those of a video lie with its frames. */
  readonly objectCount?: number;
  readonly elapsedMs: number;
  readonly backend: Backend;
  /** What each component of a Pop did; absent for a single model. */
  readonly stages?: readonly StageFacts[];
};

/** What is stored of a run; how far it is within a video is known where the work is done. */
export type StoredRun = Omit<Run, 'frames'>;

const runColumns = `
  r.id, r.model_id AS modelId, r.model_name AS modelName, r.engine,
  CASE WHEN r.paused AND r.state = 'interrupted' THEN 'paused' ELSE r.state END AS state, r.created_at_ms AS createdAtMs,
  r.started_at_ms AS startedAtMs, r.finished_at_ms AS finishedAtMs,
  (SELECT count(*) FROM run_items i WHERE i.run_id = r.id) AS total,
  (SELECT count(*) FROM run_items i WHERE i.run_id = r.id AND i.state = 'done') AS done,
  (SELECT count(*) FROM run_items i WHERE i.run_id = r.id AND i.state = 'failed') AS failed`;

type ResultRow = Omit<StoredResult, 'backend' | 'prediction' | 'stages'> & {
  stages: string | null;
  provider: string;
  providerReason: string;
  prediction: string;
};

const resultColumns = `
  p.run_id AS runId, p.media_id AS mediaId, r.model_id AS modelId, r.model_name AS modelName, r.engine,
  p.elapsed_ms AS elapsedMs, p.created_at_ms AS createdAtMs, p.provider, p.provider_reason AS providerReason,
  p.stages, p.prediction`;

/** Runs, their items and what was found, in SQLite. A result and its item's state change in one transaction. */
export class RunStore {
  constructor(private readonly database: Database) {}

  create(run: NewRun, nowMs: number): void {
    this.database.transaction(() => {
      const { seq } = this.database
        .prepare<[], { seq: number }>('SELECT coalesce(max(seq), 0) + 1 AS seq FROM runs')
        .get() ?? { seq: 1 };
      this.database
        .prepare(
          `INSERT INTO runs (id, seq, model_id, model_name, model_sha256, engine, state, created_at_ms, video_part)
           VALUES (?, ?, ?, ?, ?, 'local', 'queued', ?, ?)`,
        )
        .run(
          run.id,
          seq,
          run.modelId,
          run.modelName,
          run.modelSha256,
          nowMs,
          run.videoPart && JSON.stringify(run.videoPart),
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

  find(id: RunId): StoredRun | null {
    return (
      this.database.prepare<[string], StoredRun>(`SELECT ${runColumns} FROM runs r WHERE r.id = ?`).get(id) ?? null
    );
  }

  list(limit = 200): StoredRun[] {
    return this.database
      .prepare<[number], StoredRun>(`SELECT ${runColumns} FROM runs r ORDER BY r.seq DESC LIMIT ?`)
      .all(limit);
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

  // CROSS JOIN keeps SQLite on the two indexes in order, so that the first row is found without sorting all of them.
  #waiting(condition: string, param: string): NextItem | undefined {
    return this.database
      .prepare<[string], NextItem>(
        `SELECT i.run_id AS runId, i.media_id AS mediaId, r.model_id AS modelId
         FROM runs r CROSS JOIN run_items i ON i.run_id = r.id
         WHERE r.state IN ('queued', 'running') AND i.state = 'queued' ${condition}
         ORDER BY r.seq, i.seq LIMIT 1`,
      )
      .get(param);
  }

  saveResult(runId: RunId, mediaId: MediaId, result: ItemResult, nowMs: number): void {
    const save = this.database.prepare(
      `INSERT OR REPLACE INTO predictions
       (run_id, media_id, object_count, elapsed_ms, provider, provider_reason, created_at_ms, prediction, stages)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.database.transaction(() => {
      // The picture may have been taken out of the run (changed on disk) while it was in work.
      if (this.#setItemState(runId, mediaId, 'done') === 0) return;
      const { prediction, elapsedMs, backend, stages } = result;
      const count = result.objectCount ?? prediction.objects?.length ?? 0;
      const json = JSON.stringify(prediction);
      const receipt = stages ? JSON.stringify(stages) : null;
      save.run(runId, mediaId, count, elapsedMs, backend.provider, backend.reason, nowMs, json, receipt);
    })();
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

  stop(runId: RunId, state: 'cancelled' | 'interrupted', nowMs: number): void {
    this.database.transaction(() => {
      this.database
        .prepare(
          `UPDATE runs SET state = ?, finished_at_ms = ? WHERE id = ? AND state IN ('queued', 'running', 'interrupted')`,
        )
        .run(state, nowMs, runId);
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

  /** Puts what is left, or what failed, back into the queue. @returns How many pictures wait now. */
  requeue(runId: RunId, what: 'remaining' | 'failed', nowMs: number): number {
    return this.database.transaction(() => {
      const states = what === 'failed' ? `('failed')` : `('queued', 'cancelled', 'running')`;
      const { changes } = this.database
        .prepare(`UPDATE run_items SET state = 'queued', error = NULL WHERE run_id = ? AND state IN ${states}`)
        .run(runId);
      if (changes > 0) {
        // The time between is no time at work: the start moves on by it, so that pace and time left stay true.
        this.database
          .prepare(
            `UPDATE runs SET state = 'queued', paused = 0, finished_at_ms = NULL,
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

  latestResult(mediaId: MediaId, modelId: string | undefined): StoredResult | null {
    const row = this.database
      .prepare<[string, string | null, string | null], ResultRow>(
        `SELECT ${resultColumns} FROM predictions p JOIN runs r ON r.id = p.run_id
         WHERE p.media_id = ? AND (? IS NULL OR r.model_id = ?) ORDER BY p.created_at_ms DESC, r.seq DESC LIMIT 1`,
      )
      .get(mediaId, modelId ?? null, modelId ?? null);
    return row ? toResult(row) : null;
  }

  /** Pictures of a run that have a result, in list order. */
  finishedMediaOf(runId: RunId): MediaId[] {
    return this.database
      .prepare<[string], { mediaId: MediaId }>(
        `SELECT media_id AS mediaId FROM run_items WHERE run_id = ? AND state = 'done' ORDER BY seq`,
      )
      .all(runId)
      .map((row) => row.mediaId);
  }

  resultOf(runId: RunId, mediaId: MediaId): (StoredResult & { path: string }) | null {
    const row = this.database
      .prepare<[string, string], ResultRow & { path: string }>(
        `SELECT ${resultColumns}, m.path FROM predictions p
         JOIN runs r ON r.id = p.run_id JOIN media m ON m.id = p.media_id
         WHERE p.run_id = ? AND p.media_id = ?`,
      )
      .get(runId, mediaId);
    return row ? { ...toResult(row), path: row.path } : null;
  }
}

function toResult(row: ResultRow): StoredResult {
  const { provider, providerReason, prediction, stages, ...rest } = row;
  return {
    runId: rest.runId,
    mediaId: rest.mediaId,
    modelId: rest.modelId,
    modelName: rest.modelName,
    engine: rest.engine,
    elapsedMs: rest.elapsedMs,
    createdAtMs: rest.createdAtMs,
    backend: { provider, reason: providerReason },
    ...(stages !== null && { stages: z.array(StageFacts).parse(JSON.parse(stages)) }),
    prediction: PredictionSchema.parse(JSON.parse(prediction)),
  };
}
