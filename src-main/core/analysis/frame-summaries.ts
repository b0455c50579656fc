import { z } from 'zod';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { FrameResult, TrackLane } from '#common/contract/video';
import type { PredictedObject } from '#common/prediction/prediction';
import type { Database } from '../store/open-database';

/** What is kept of a chunk of frames for timelines, so that no prediction has to be unpacked: see `summaryOf`. */
const Summary = z.object({
  labels: z.array(z.string()),
  /** Of each frame: its index and its objects as pairs of label number and confidence in thousandths. */
  frames: z.array(z.tuple([z.number(), z.array(z.tuple([z.number(), z.number()]))])),
  tracks: z.array(z.tuple([z.union([z.number(), z.string()]), z.number(), z.number(), z.number(), z.number()])),
  /** How many of the frames EyePop found. */
  eyepop: z.number().optional(),
});
type Summary = z.infer<typeof Summary>;
type Track = Summary['tracks'][number];

/** The frames of a chunk. */
export type FrameRows = {
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly frames: Int32Array;
  /** For each frame, where its objects end among those of the chunk; they begin where those of the one before end. */
  readonly ends: Uint32Array;
  /** Of each object, a number in `RunSummary.labels` and its confidence in thousandths. */
  readonly labels: Uint16Array;
  readonly thousandths: Uint16Array;
};

export type RunSummary = {
  readonly labels: string[];
  readonly chunks: FrameRows[];
  readonly lanes: Map<number | string, TrackLane>;
};

type Of = { readonly runId: RunId; readonly mediaId: MediaId };
/** Of the video being looked at, of one being analysed, and of one to go back to. Five bytes an object. */
const keptRuns = 3;

/** The summaries of the runs asked for last. Frames are only ever added to a run, so only new ones are read. */
export class FrameSummaries {
  readonly #kept = new Map<string, RunSummary>();

  constructor(private readonly database: Database) {}

  of(of: Of): RunSummary {
    const key = `${of.runId} ${of.mediaId}`;
    const stored = this.#lastStored(of);
    let summary = this.#kept.get(key) ?? empty();
    // Fewer than known: the run was deleted.
    if (stored < lastFrameOf(summary)) summary = empty();
    if (stored > lastFrameOf(summary)) this.#readOn(of, summary);
    // A Map keeps the order of insertion: the last used goes to its end.
    this.#kept.delete(key);
    this.#kept.set(key, summary);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > keptRuns) this.#kept.delete(oldest);
    return summary;
  }

  /** A run that stores a frame again has begun anew: its file was changed. */
  forgetBefore({ runId, mediaId }: Of, firstFrame: number): void {
    const key = `${runId} ${mediaId}`;
    const known = this.#kept.get(key);
    if (known && lastFrameOf(known) >= firstFrame) this.#kept.delete(key);
  }

  #lastStored({ runId, mediaId }: Of): number {
    const row = this.database
      .prepare<[string, string], { lastFrame: number }>(
        `SELECT last_frame AS lastFrame FROM frame_chunks WHERE run_id = ? AND media_id = ?
         ORDER BY first_frame DESC LIMIT 1`,
      )
      .get(runId, mediaId);
    return row?.lastFrame ?? -1;
  }

  #readOn({ runId, mediaId }: Of, summary: RunSummary): void {
    const rows = this.database
      .prepare<[string, string, number], { summary: string }>(
        `SELECT summary FROM frame_chunks WHERE run_id = ? AND media_id = ? AND first_frame > ? ORDER BY first_frame`,
      )
      .iterate(runId, mediaId, lastFrameOf(summary));
    // Written by us, many a call: the shape is checked where it is made, and read as it is.
    for (const row of rows) add(summary, JSON.parse(row.summary) as Summary);
  }
}

/** The chunks that reach into a stretch, both ends included. */
export function* chunksWithin({ chunks }: RunSummary, fromFrame: number, toFrame: number): Generator<FrameRows> {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.lastFrame ?? 0) < fromFrame) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < chunks.length; at += 1) {
    const chunk = chunks[at];
    if (!chunk || chunk.firstFrame > toFrame) return;
    yield chunk;
  }
}

const empty = (): RunSummary => ({ labels: [], chunks: [], lanes: new Map() });
const lastFrameOf = ({ chunks }: RunSummary): number => chunks.at(-1)?.lastFrame ?? -1;

function add({ labels, chunks, lanes }: RunSummary, { frames, labels: own, tracks }: Summary): void {
  const numbers = own.map((label) => numberIn(labels, label));
  const objects = frames.flatMap(([, found]) => found);
  let end = 0;
  chunks.push({
    firstFrame: frames[0]?.[0] ?? 0,
    lastFrame: frames.at(-1)?.[0] ?? 0,
    frames: Int32Array.from(frames, ([frame]) => frame),
    ends: Uint32Array.from(frames, ([, found]) => {
      end += found.length;
      return end;
    }),
    labels: Uint16Array.from(objects, ([label]) => numbers[label] ?? 0),
    thousandths: Uint16Array.from(objects, ([, thousandths]) => thousandths),
  });
  for (const [trackId, label, firstFrame, lastFrame, frameCount] of tracks) {
    const known = lanes.get(trackId);
    const lane = { trackId, classLabel: own[label] ?? '', firstFrame, lastFrame, frameCount };
    lanes.set(
      trackId,
      known ? { ...lane, firstFrame: known.firstFrame, frameCount: known.frameCount + frameCount } : lane,
    );
  }
}

function numberIn(labels: string[], label: string): number {
  const known = labels.indexOf(label);
  return known >= 0 ? known : labels.push(label) - 1;
}

/** What is stored beside a chunk of frames. */
export function summaryOf(frames: readonly FrameResult[]): Summary {
  const labels: string[] = [];
  const tracks = new Map<number | string, Track>();
  const rows = frames.map(({ frameIndex, prediction }): Summary['frames'][number] => [
    frameIndex,
    (prediction.objects ?? []).map((object): [number, number] => {
      const label = numberIn(labels, object.classLabel);
      addTrack(tracks, object, label, frameIndex);
      return [label, Math.round((object.confidence ?? 1) * 1000)];
    }),
  ]);
  const eyepop = frames.filter(({ engine }) => engine === 'eyepop').length;
  return { labels, frames: rows, tracks: [...tracks.values()], ...(eyepop > 0 && { eyepop }) };
}

function addTrack(
  tracks: Map<number | string, Track>,
  { trackId }: PredictedObject,
  label: number,
  frame: number,
): void {
  if (trackId == null) return;
  const known = tracks.get(trackId);
  tracks.set(trackId, known ? [trackId, label, known[2], frame, known[4] + 1] : [trackId, label, frame, frame, 1]);
}
