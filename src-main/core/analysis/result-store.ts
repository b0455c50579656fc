import { z } from 'zod';
import type { MediaId } from '#common/contract/media';
import type { Backend, FoundBy, RunId, RunWhere, StoredResult, VideoPart } from '#common/contract/runs';
import { StageFacts } from '#common/contract/stage-facts';
import type { Prediction } from '#common/prediction/prediction';
import { Prediction as PredictionSchema } from '#common/prediction/prediction';
import type { Database } from '../store/open-database';

export type ItemResult = {
  readonly prediction: Prediction;
  /** Where the objects are not in the prediction: those of a video lie with its frames. */
  readonly objectCount?: number;
  readonly elapsedMs: number;
  readonly backend: Backend;
  /** What each component of a Pop did; absent for a single model. */
  readonly stages?: readonly StageFacts[];
  /** Absent where this computer found it. */
  readonly engine?: FoundBy;
  /** The run that found it; absent where it was found now. */
  readonly keptFrom?: RunId;
};

/** What two runs must have in common for the one's result to be the other's, beside what the file holds. */
export type ResultKey = {
  readonly modelSha256: string;
  readonly version: string;
  /** Of videos. */
  readonly videoPart: VideoPart | null;
  readonly where: RunWhere;
};

type ResultRow = Omit<StoredResult, 'backend' | 'prediction' | 'stages'> & {
  stages: string | null;
  provider: string;
  providerReason: string;
  prediction: string;
};

const resultColumns = `
  p.run_id AS runId, p.media_id AS mediaId, r.model_id AS modelId, r.model_name AS modelName, p.engine,
  p.elapsed_ms AS elapsedMs, p.created_at_ms AS createdAtMs, p.provider, p.provider_reason AS providerReason,
  p.stages, p.prediction,
  (SELECT k.created_at_ms FROM run_items i JOIN runs k ON k.id = i.kept_from
   WHERE i.run_id = p.run_id AND i.media_id = p.media_id) AS keptFromMs`;

/** What was found, in SQLite. */
export class ResultStore {
  constructor(private readonly database: Database) {}

  /** The result and the mark that its item is done, in one transaction. */
  save(runId: RunId, mediaId: MediaId, result: ItemResult, nowMs: number): void {
    const { prediction, elapsedMs, backend, stages, keptFrom } = result;
    const done = this.database.prepare(
      `UPDATE run_items SET state = 'done', error = NULL, kept_from = ? WHERE run_id = ? AND media_id = ?`,
    );
    const save = this.database.prepare(
      `INSERT OR REPLACE INTO predictions
       (run_id, media_id, object_count, elapsed_ms, provider, provider_reason, created_at_ms, prediction, stages, engine)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.database.transaction(() => {
      // The picture may have been taken out of the run (changed on disk) while it was in work.
      if (done.run(keptFrom ?? null, runId, mediaId).changes === 0) return;
      const count = result.objectCount ?? prediction.objects?.length ?? 0;
      const json = JSON.stringify(prediction);
      const receipt = stages ? JSON.stringify(stages) : null;
      const { provider, reason } = backend;
      const engine = result.engine ?? 'local';
      save.run(runId, mediaId, count, elapsedMs, provider, reason, nowMs, json, receipt, engine);
    })();
  }

  latest(mediaId: MediaId, modelId: string | undefined): StoredResult | null {
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

  of(runId: RunId, mediaId: MediaId): (StoredResult & { path: string }) | null {
    const row = this.database
      .prepare<[string, string], ResultRow & { path: string }>(
        `SELECT ${resultColumns}, m.path FROM predictions p
         JOIN runs r ON r.id = p.run_id JOIN media m ON m.id = p.media_id
         WHERE p.run_id = ? AND p.media_id = ?`,
      )
      .get(runId, mediaId);
    return row ? { ...toResult(row), path: row.path } : null;
  }

  /** Those of all frames of a video together. */
  objectCount({ runId, mediaId }: Pick<StoredResult, 'runId' | 'mediaId'>): number {
    const row = this.database
      .prepare<[string, string], { n: number }>(
        'SELECT object_count AS n FROM predictions WHERE run_id = ? AND media_id = ?',
      )
      .get(runId, mediaId);
    return row?.n ?? 0;
  }

  // CROSS JOIN in both: SQLite must begin at the file, of which there are few, and not at the run, which may have had all.
  /** Whether a file of this size has such a result: only then is it worth to read what the file holds. */
  mayHave({ modelSha256, version, videoPart, where }: ResultKey, byteSize: number): boolean {
    return (
      this.database
        .prepare(
          `SELECT 1 FROM media m CROSS JOIN predictions p ON p.media_id = m.id CROSS JOIN runs r ON r.id = p.run_id
           WHERE m.byte_size = ? AND r.model_sha256 = ? AND r.version = ? AND r.engine = ?
           AND (m.kind = 'image' OR r.video_part IS ?) LIMIT 1`,
        )
        .get(byteSize, modelSha256, version, where, videoPart && JSON.stringify(videoPart)) !== undefined
    );
  }

  /** The first result of the same content under the same key: later ones were kept from it. */
  ofContent(sha256: string, { modelSha256, version, videoPart, where }: ResultKey): StoredResult | null {
    const row = this.database
      .prepare<[string, string, string, string, string | null], ResultRow>(
        `SELECT ${resultColumns} FROM media m CROSS JOIN predictions p ON p.media_id = m.id
         CROSS JOIN runs r ON r.id = p.run_id
         WHERE m.sha256 = ? AND r.model_sha256 = ? AND r.version = ? AND r.engine = ?
         AND (m.kind = 'image' OR r.video_part IS ?) ORDER BY r.seq LIMIT 1`,
      )
      .get(sha256, modelSha256, version, where, videoPart && JSON.stringify(videoPart));
    return row ? toResult(row) : null;
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
    keptFromMs: rest.keptFromMs,
    backend: { provider, reason: providerReason },
    ...(stages !== null && { stages: z.array(StageFacts).parse(JSON.parse(stages)) }),
    prediction: PredictionSchema.parse(JSON.parse(prediction)),
  };
}
