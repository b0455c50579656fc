import type { MediaId } from '#common/contract/media';
import type { RunId, RunItem } from '#common/contract/runs';
import type { WireError } from '#common/errors';
import type { Database } from '../store/open-database';

type ItemRow = Omit<RunItem, 'error' | 'isKept'> & { error: string | null; keptFrom: string | null };

type OutputFacts = {
  output: string | null;
  /** In the list of the run, from 1. */
  number: number;
  modelName: string;
  createdAtMs: number;
};

/** The lists of what runs work on, for people to look through, and the names of the files written for them. */
export class RunItems {
  constructor(private readonly database: Database) {}

  /** @param state - null for all */
  list(
    runId: RunId,
    state: RunItem['state'] | null,
    offset: number,
    limit: number,
  ): { items: RunItem[]; total: number } {
    const where = 'i.run_id = ? AND (? IS NULL OR i.state = ?)';
    const total = this.database
      .prepare<[string, string | null, string | null], { n: number }>(
        `SELECT count(*) AS n FROM run_items i WHERE ${where}`,
      )
      .get(runId, state, state);
    const rows = this.database
      .prepare<[string, string | null, string | null, number, number], ItemRow>(
        `SELECT i.media_id AS mediaId, m.name, m.folder, m.kind, i.state, i.error, i.kept_from AS keptFrom,
         p.object_count AS objectCount, p.elapsed_ms AS elapsedMs
         FROM run_items i JOIN media m ON m.id = i.media_id
         LEFT JOIN predictions p ON p.run_id = i.run_id AND p.media_id = i.media_id
         WHERE ${where} ORDER BY i.seq LIMIT ? OFFSET ?`,
      )
      .all(runId, state, state, limit, offset);
    return { items: rows.map(toItem), total: total?.n ?? 0 };
  }

  /** What the names of an item's files are made of, and the one that was decided, if it was. */
  outputFacts(runId: RunId, mediaId: MediaId): OutputFacts {
    const row = this.database
      .prepare<[string, string], OutputFacts>(
        `SELECT i.output, i.seq + 1 AS number, r.model_name AS modelName, r.created_at_ms AS createdAtMs
         FROM run_items i JOIN runs r ON r.id = i.run_id WHERE i.run_id = ? AND i.media_id = ?`,
      )
      .get(runId, mediaId);
    return row ?? { output: null, number: 0, modelName: '', createdAtMs: 0 };
  }

  /** Names that differ only in case count as one: some file systems cannot hold both. */
  isOutputTaken(runId: RunId, output: string): boolean {
    return (
      this.database
        .prepare('SELECT 1 FROM run_items WHERE run_id = ? AND output IS NOT NULL AND lower(output) = lower(?)')
        .get(runId, output) !== undefined
    );
  }

  /** Decides the name of an item's files. @returns False where another item of the run has it. */
  claimOutput(runId: RunId, mediaId: MediaId, output: string): boolean {
    if (this.isOutputTaken(runId, output)) return false;
    this.database
      .prepare('UPDATE run_items SET output = ? WHERE run_id = ? AND media_id = ?')
      .run(output, runId, mediaId);
    return true;
  }

  /** How long a picture took in the newest finished run of a model, all of it, in ms; null where there is none. */
  pictureMs(modelSha256: string): number | null {
    const row = this.database
      .prepare<[string], { ms: number }>(
        `SELECT (r.finished_at_ms - r.started_at_ms) * 1.0 / count(*) AS ms
         FROM runs r JOIN run_items i ON i.run_id = r.id JOIN media m ON m.id = i.media_id
         WHERE r.model_sha256 = ? AND r.state = 'done'
         GROUP BY r.id HAVING count(*) >= ${leastForPace} AND sum(m.kind = 'video' OR i.kept_from IS NOT NULL OR i.state != 'done') = 0
         ORDER BY r.seq DESC LIMIT 1`,
      )
      .get(modelSha256);
    return row?.ms ?? null;
  }

  /** How long a second of video took with a model, in the newest video that it went through whole; null where none did. */
  videoSecondMs(modelSha256: string): number | null {
    const row = this.database
      .prepare<[string], { ms: number }>(
        `SELECT p.elapsed_ms / (json_extract(m.video, '$.durationNs') / 1e9) AS ms
         FROM runs r JOIN predictions p ON p.run_id = r.id JOIN media m ON m.id = p.media_id
         WHERE r.model_sha256 = ? AND m.kind = 'video' AND r.video_part IS NULL
         AND json_extract(m.video, '$.durationNs') > 0 ORDER BY r.seq DESC LIMIT 1`,
      )
      .get(modelSha256);
    return row?.ms ?? null;
  }
}

/** Below this many pictures a run's time is mostly that of loading its model. */
const leastForPace = 5;

function toItem({ error, keptFrom, ...row }: ItemRow): RunItem {
  return {
    ...row,
    isKept: keptFrom !== null,
    error: error === null ? null : (JSON.parse(error) as WireError), // written by us from a WireError
  };
}
