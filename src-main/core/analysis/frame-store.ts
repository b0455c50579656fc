import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { MediaId } from '#common/contract/media';
import type { FoundBy, RunId } from '#common/contract/runs';
import { FrameResult, type Strip, type TrackLane } from '#common/contract/video';
import type { Database } from '../store/open-database';
import type { LookedAt } from './find-segments';
import { chunksWithin, FrameSummaries, summaryOf } from './frame-summaries';

type Of = { readonly runId: RunId; readonly mediaId: MediaId };
const maxFrames = 600;
const chunksAtOnce = 50;

/** Results of videos in chunks of some dozens of frames, found by frame index; a chunk is stored whole or not at all. */
export class FrameStore {
  readonly #summaries: FrameSummaries;

  constructor(private readonly database: Database) {
    this.#summaries = new FrameSummaries(database);
  }

  /** @param frames - in order, after those stored before */
  append({ runId, mediaId }: Of, frames: readonly FrameResult[]): void {
    const [first, last] = [frames[0], frames.at(-1)];
    if (!first || !last) return;
    this.#summaries.forgetBefore({ runId, mediaId }, first.frameIndex);
    this.database
      .prepare(
        `INSERT OR REPLACE INTO frame_chunks (run_id, media_id, first_frame, last_frame, frame_count, summary, frames)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        runId,
        mediaId,
        first.frameIndex,
        last.frameIndex,
        frames.length,
        JSON.stringify(summaryOf(frames)),
        deflateRawSync(JSON.stringify(frames), { level: 1 }),
      );
  }

  /** All frames of a video from one run to another, some chunks at a time so that nothing else has to wait. */
  async copy(from: Of, to: Of, signal: AbortSignal): Promise<void> {
    const copy = this.database.prepare<[string, string, string, string, number], { last: number }>(
      `INSERT OR REPLACE INTO frame_chunks (run_id, media_id, first_frame, last_frame, frame_count, summary, frames)
       SELECT ?, ?, first_frame, last_frame, frame_count, summary, frames FROM frame_chunks
       WHERE run_id = ? AND media_id = ? AND first_frame > ? ORDER BY first_frame LIMIT ${chunksAtOnce}
       RETURNING first_frame AS last`,
    );
    this.#summaries.forgetBefore(to, 0);
    let last = -1;
    for (;;) {
      const copied = copy.all(to.runId, to.mediaId, from.runId, from.mediaId, last);
      if (copied.length < chunksAtOnce) return;
      last = copied.reduce((most, row) => Math.max(most, row.last), last);
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  }

  /** Who found the frames of a video. */
  foundBy({ runId, mediaId }: Of): FoundBy {
    const row = this.database
      .prepare<[string, string], { eyepop: number | null; total: number | null }>(
        `SELECT sum(json_extract(summary, '$.eyepop')) AS eyepop, sum(frame_count) AS total
         FROM frame_chunks WHERE run_id = ? AND media_id = ?`,
      )
      .get(runId, mediaId);
    if (!row?.eyepop) return 'local';
    return row.eyepop === row.total ? 'eyepop' : 'mixed';
  }

  /** The newest run with results of a video. */
  latest(mediaId: MediaId): { runId: RunId; frameCount: number; lastFrame: number } | null {
    const row = this.database
      .prepare<[string], { runId: RunId; frameCount: number; lastFrame: number }>(
        `SELECT c.run_id AS runId, sum(c.frame_count) AS frameCount, max(c.last_frame) AS lastFrame
         FROM frame_chunks c JOIN runs r ON r.id = c.run_id WHERE c.media_id = ?
         GROUP BY c.run_id ORDER BY r.seq DESC LIMIT 1`,
      )
      .get(mediaId);
    return row ?? null;
  }

  /** Videos that a run has results of, at most so many. */
  videosOf(runId: RunId, limit: number): MediaId[] {
    return this.database
      .prepare<[string, number], MediaId>('SELECT DISTINCT media_id FROM frame_chunks WHERE run_id = ? LIMIT ?')
      .pluck()
      .all(runId, limit);
  }

  /** How far a run has come in a video, and the highest track id given in it. */
  progress(of: Of): { frameCount: number; lastFrame: number | null; lastTrackId: number; objectCount: number } {
    const { chunks, lanes } = this.#summaries.of(of);
    const ids = [...lanes.keys()].filter((id) => typeof id === 'number');
    return {
      frameCount: chunks.reduce((sum, { frames }) => sum + frames.length, 0),
      lastFrame: chunks.at(-1)?.lastFrame ?? null,
      lastTrackId: ids.reduce((most, id) => Math.max(most, id), 0),
      objectCount: chunks.reduce((sum, { labels }) => sum + labels.length, 0),
    };
  }

  /** @returns At most 600 frames of the stretch, both ends included. */
  frames({ runId, mediaId }: Of, fromFrame: number, toFrame: number): FrameResult[] {
    const rows = this.database
      .prepare<[string, string, number, number], { frames: Buffer }>(
        `SELECT frames FROM frame_chunks
         WHERE run_id = ? AND media_id = ? AND last_frame >= ? AND first_frame <= ? ORDER BY first_frame LIMIT ${maxFrames}`,
      )
      .iterate(runId, mediaId, fromFrame, toFrame);
    const found: FrameResult[] = [];
    for (const row of rows) {
      for (const frame of unpacked(row.frames)) {
        if (frame.frameIndex < fromFrame || frame.frameIndex > toFrame) continue;
        found.push(frame);
        if (found.length >= maxFrames) return found;
      }
    }
    return found;
  }

  /** All frames in order, a chunk at a time by key: an open cursor would block every write while a slow reader reads. */
  *each({ runId, mediaId }: Of): Generator<FrameResult> {
    const next = this.database.prepare<[string, string, number], { lastFrame: number; frames: Buffer }>(
      `SELECT last_frame AS lastFrame, frames FROM frame_chunks
       WHERE run_id = ? AND media_id = ? AND first_frame > ? ORDER BY first_frame LIMIT 1`,
    );
    for (let row = next.get(runId, mediaId, -1); row; row = next.get(runId, mediaId, row.lastFrame)) {
      yield* unpacked(row.frames);
    }
  }

  strip(of: Of, fromFrame: number, toFrame: number, buckets: number, minConfidence: number): Strip {
    const summary = this.#summaries.of(of);
    const least = minConfidence * 1000;
    const perBucket = Math.max(1, toFrame - fromFrame) / buckets;
    const analysed = Array<number>(buckets).fill(0);
    const heat = summary.labels.map(() => new Array<number>(0));
    for (const { frames, ends, labels, thousandths } of chunksWithin(summary, fromFrame, toFrame - 1)) {
      let object = 0;
      for (const [at, frame] of frames.entries()) {
        const begin = object;
        object = ends[at] ?? 0;
        if (frame < fromFrame || frame >= toFrame) continue;
        const bucket = Math.min(buckets - 1, Math.floor((frame - fromFrame) / perBucket));
        analysed[bucket] = (analysed[bucket] ?? 0) + 1;
        for (let one = begin; one < object; one += 1) {
          if ((thousandths[one] ?? 0) < least) continue;
          const counts = heat[labels[one] ?? 0];
          if (!counts) continue;
          if (counts.length === 0) counts.push(...Array<number>(buckets).fill(0));
          counts[bucket] = (counts[bucket] ?? 0) + 1;
        }
      }
    }
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    return {
      fromFrame,
      toFrame,
      analysed,
      heat: heat
        .map((counts, label) => ({ classLabel: summary.labels[label] ?? '', counts }))
        .filter(({ counts }) => counts.length > 0)
        .sort((a, b) => sum(b.counts) - sum(a.counts)),
    };
  }

  /** Of each analysed frame the highest confidence of a class. */
  *confidences(of: Of, classLabel: string): Generator<LookedAt> {
    const { chunks, labels: names } = this.#summaries.of(of);
    const wanted = names.indexOf(classLabel);
    for (const { frames, ends, labels, thousandths } of chunks) {
      for (const [at, frameIndex] of frames.entries()) {
        let highest = -1;
        for (let i = at === 0 ? 0 : (ends[at - 1] ?? 0); i < (ends[at] ?? 0); i += 1) {
          if (labels[i] === wanted) highest = Math.max(highest, thousandths[i] ?? 0);
        }
        yield { frameIndex, confidence: highest < 0 ? null : highest / 1000 };
      }
    }
  }

  /** Tracks in the order in which they begin. */
  tracks(of: Of): TrackLane[] {
    return [...this.#summaries.of(of).lanes.values()];
  }

  /** The next analysed frame in a direction that has objects, or that has none. */
  seek(of: Of, fromFrame: number, step: 1 | -1, hasObjects: boolean, minConfidence: number): number | null {
    const least = minConfidence * 1000;
    const [from, to] = step > 0 ? [fromFrame + 1, Number.MAX_SAFE_INTEGER] : [0, fromFrame - 1];
    let found: number | null = null;
    for (const { frames, ends, thousandths } of chunksWithin(this.#summaries.of(of), from, to)) {
      for (const [at, frame] of frames.entries()) {
        if (frame < from || frame > to) continue;
        const objects = thousandths.subarray(at === 0 ? 0 : ends[at - 1], ends[at]);
        if (objects.some((confidence) => confidence >= least) !== hasObjects) continue;
        if (step > 0) return frame;
        found = frame;
      }
    }
    return found;
  }
}

const unpacked = (frames: Buffer): FrameResult[] =>
  z.array(FrameResult).parse(JSON.parse(inflateRawSync(frames).toString('utf8')));
