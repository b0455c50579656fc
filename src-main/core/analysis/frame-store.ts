import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import { FrameResult, type Strip, type TrackLane } from '#common/contract/video';
import type { PredictedObject } from '#common/prediction/prediction';
import type { Database } from '../store/open-database';
import type { LookedAt } from './find-segments';

/** What timelines ask for, so that no prediction has to be unpacked: see `summaryOf`. */
const Summary = z.object({
  labels: z.array(z.string()),
  /** Of each frame: its index and its objects as pairs of label number and confidence in thousandths. */
  frames: z.array(z.tuple([z.number(), z.array(z.tuple([z.number(), z.number()]))])),
  tracks: z.array(z.tuple([z.union([z.number(), z.string()]), z.number(), z.number(), z.number(), z.number()])),
});
type Summary = z.infer<typeof Summary>;

type Of = { readonly runId: RunId; readonly mediaId: MediaId };
const maxFrames = 600;
const chunksAtOnce = 50;

/** Results of videos in chunks of some dozens of frames, found by frame index; a chunk is stored whole or not at all. */
export class FrameStore {
  constructor(private readonly database: Database) {}

  /** @param frames - in order, after those stored before */
  append({ runId, mediaId }: Of, frames: readonly FrameResult[]): void {
    const [first, last] = [frames[0], frames.at(-1)];
    if (!first || !last) return;
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
    let last = -1;
    for (;;) {
      const copied = copy.all(to.runId, to.mediaId, from.runId, from.mediaId, last);
      if (copied.length < chunksAtOnce) return;
      last = copied.reduce((most, row) => Math.max(most, row.last), last);
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
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
    const result = { frameCount: 0, lastFrame: null as number | null, lastTrackId: 0, objectCount: 0 };
    for (const { summary, lastFrame } of this.#summaries(of)) {
      result.frameCount += summary.frames.length;
      result.lastFrame = lastFrame;
      for (const [, objects] of summary.frames) result.objectCount += objects.length;
      for (const [id] of summary.tracks)
        if (typeof id === 'number') result.lastTrackId = Math.max(result.lastTrackId, id);
    }
    return result;
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
    const heat = new Map<string, number[]>();
    const analysed = Array<number>(buckets).fill(0);
    const perBucket = Math.max(1, toFrame - fromFrame) / buckets;
    for (const { summary } of this.#summaries(of, fromFrame, toFrame)) {
      for (const [frame, objects] of summary.frames) {
        if (frame < fromFrame || frame >= toFrame) continue;
        const bucket = Math.min(buckets - 1, Math.floor((frame - fromFrame) / perBucket));
        analysed[bucket] = (analysed[bucket] ?? 0) + 1;
        for (const [label, thousandths] of objects) {
          if (thousandths < minConfidence * 1000) continue;
          const name = summary.labels[label] ?? '';
          const counts = heat.get(name) ?? Array<number>(buckets).fill(0);
          counts[bucket] = (counts[bucket] ?? 0) + 1;
          heat.set(name, counts);
        }
      }
    }
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    return {
      analysed,
      heat: [...heat]
        .map(([classLabel, counts]) => ({ classLabel, counts }))
        .sort((a, b) => sum(b.counts) - sum(a.counts)),
    };
  }

  /** Of each analysed frame the highest confidence of a class. To be read at once: a chunk is held open meanwhile. */
  *confidences(of: Of, classLabel: string): Generator<LookedAt> {
    for (const { summary } of this.#summaries(of)) {
      const wanted = summary.labels.indexOf(classLabel);
      for (const [frameIndex, objects] of summary.frames) {
        let thousandths = -1;
        for (const [label, value] of objects) if (label === wanted) thousandths = Math.max(thousandths, value);
        yield { frameIndex, confidence: thousandths < 0 ? null : thousandths / 1000 };
      }
    }
  }

  /** Tracks in the order in which they begin. */
  tracks(of: Of): TrackLane[] {
    const lanes = new Map<number | string, TrackLane>();
    for (const { summary } of this.#summaries(of)) {
      for (const [trackId, label, firstFrame, lastFrame, frameCount] of summary.tracks) {
        const known = lanes.get(trackId);
        const classLabel = summary.labels[label] ?? '';
        lanes.set(
          trackId,
          known
            ? { ...known, classLabel, lastFrame, frameCount: known.frameCount + frameCount }
            : { trackId, classLabel, firstFrame, lastFrame, frameCount },
        );
      }
    }
    return [...lanes.values()];
  }

  /** The next analysed frame in a direction that has objects, or that has none. */
  seek(of: Of, fromFrame: number, step: 1 | -1, hasObjects: boolean, minConfidence: number): number | null {
    const fits = (objects: readonly (readonly [number, number])[]) =>
      objects.some(([, thousandths]) => thousandths >= minConfidence * 1000) === hasObjects;
    const range = step > 0 ? [fromFrame + 1, Number.MAX_SAFE_INTEGER] : [0, fromFrame - 1];
    let found: number | null = null;
    for (const { summary } of this.#summaries(of, range[0], range[1])) {
      for (const [frame, objects] of summary.frames) {
        if (step > 0 ? frame <= fromFrame : frame >= fromFrame) continue;
        if (!fits(objects)) continue;
        if (step > 0) return frame;
        found = frame;
      }
    }
    return found;
  }

  *#summaries({ runId, mediaId }: Of, fromFrame = 0, toFrame = Number.MAX_SAFE_INTEGER) {
    const rows = this.database
      .prepare<[string, string, number, number], { summary: string; lastFrame: number }>(
        `SELECT summary, last_frame AS lastFrame FROM frame_chunks
         WHERE run_id = ? AND media_id = ? AND last_frame >= ? AND first_frame <= ? ORDER BY first_frame`,
      )
      .iterate(runId, mediaId, fromFrame, toFrame);
    // Written by us, many a call: the shape is checked where it is made, and read as it is.
    for (const row of rows) yield { lastFrame: row.lastFrame, summary: JSON.parse(row.summary) as Summary };
  }
}

const unpacked = (frames: Buffer): FrameResult[] =>
  z.array(FrameResult).parse(JSON.parse(inflateRawSync(frames).toString('utf8')));

function summaryOf(frames: readonly FrameResult[]): Summary {
  const labels: string[] = [];
  const numberOf = (label: string) => {
    const known = labels.indexOf(label);
    return known >= 0 ? known : labels.push(label) - 1;
  };
  const tracks = new Map<number | string, [number | string, number, number, number, number]>();
  const rows = frames.map(({ frameIndex, prediction }): Summary['frames'][number] => [
    frameIndex,
    (prediction.objects ?? []).map((object): [number, number] => {
      const label = numberOf(object.classLabel);
      addTrack(tracks, object, label, frameIndex);
      return [label, Math.round((object.confidence ?? 1) * 1000)];
    }),
  ]);
  return { labels, frames: rows, tracks: [...tracks.values()] };
}

function addTrack(
  tracks: Map<number | string, [number | string, number, number, number, number]>,
  { trackId }: PredictedObject,
  label: number,
  frame: number,
): void {
  if (trackId == null) return;
  const known = tracks.get(trackId);
  tracks.set(trackId, known ? [trackId, label, known[2], frame, known[4] + 1] : [trackId, label, frame, frame, 1]);
}
