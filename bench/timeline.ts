/**
 * The timeline of a video with 100,000 analysed frames and 50 tracks, panned and zoomed in a real browser by turns of the
 * wheel: every frame against the 16.7 ms that a screen gives it. What it asks for comes from a store as the product's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { FrameResult } from '#common/contract/video';
import { FrameStore } from '#core/analysis/frame-store';
import { openDatabase } from '#core/store/open-database';
import { inPage } from './in-page';
import { median, report } from './report';

const frameCount = 100_000;
const trackCount = 50;
const framesPerChunk = 32;
const framesPerTrack = 20_000;
const screenMs = 1000 / 60;

const folder = await mkdtemp(join(tmpdir(), 'reticle-bench-'));
const database = openDatabase(join(folder, 'reticle.db'));
try {
  const store = new FrameStore(database);
  const of = fill(store);
  const callMs = { strip: [] as number[], tracks: [] as number[] };
  const timed = <T>(call: keyof typeof callMs, answer: () => T): T => {
    const startedAt = performance.now();
    const value = answer();
    callMs[call].push(performance.now() - startedAt);
    return value;
  };
  type StripInput = { fromFrame: number; toFrame: number; buckets: number; minConfidence: number };
  const answers: Record<string, (input: never) => unknown> = {
    'video.latestRun': () => ({ runId: of.runId, frameCount, lastFrame: frameCount - 1 }),
    'video.timestamps': () => ({ deltasNs: Array<number>(frameCount).fill(4e7), frameCount }),
    'video.tracks': () => timed('tracks', () => store.tracks(of)),
    'video.strip': ({ fromFrame, toFrame, buckets, minConfidence }: StripInput) =>
      timed('strip', () => store.strip(of, fromFrame, toFrame, buckets, minConfidence)),
    'video.frames': () => [],
    // The page plays nothing here.
    'video.preview': () => ({ state: 'none', fraction: 0, error: null }),
  };
  await inPage('timeline.html', async (tab) => {
    // The page asks for nothing but what stands above.
    await tab.exposeFunction('callCore', (path: string, input: never) => answers[path]?.(input));
    const frames = await tab.evaluate<number[]>(`measureTimeline(${JSON.stringify(item(of.mediaId))})`);
    const sorted = frames.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    const limit = { peer: 'a frame of the screen', peerMs: screenMs, bar: { atMost: 1 } } as const;
    console.log(`${frameCount.toLocaleString('en')} frames, ${trackCount} tracks, ${frames.length} turns of the wheel`);
    report({ what: 'a pan or zoom, median', oursMs: at(0.5), ...limit });
    report({ what: 'a pan or zoom, 99 of 100', oursMs: at(0.99), ...limit });
    report({ what: 'a pan or zoom, the slowest', oursMs: at(1), ...limit });
    report({ what: `a strip in the core, median of ${callMs.strip.length}`, oursMs: median(callMs.strip), ...limit });
    console.log(`the first strip or tracks in the core: ${Math.max(...callMs.strip, ...callMs.tracks).toFixed(1)} ms`);
  });
} finally {
  database.close();
  await rm(folder, { recursive: true, force: true });
}

/** Tracks that begin one after the other, ten or so at a time in view. */
function fill(store: FrameStore): { runId: RunId; mediaId: MediaId } {
  const of = { runId: crypto.randomUUID() as RunId, mediaId: crypto.randomUUID() as MediaId }; // brands for made ids
  database
    .prepare(
      `INSERT INTO media (id, seq, path, name, folder, origin, added_at_ms) VALUES (?, 1, 'v', 'v', '', 'path', 0)`,
    )
    .run(of.mediaId);
  database
    .prepare(
      `INSERT INTO runs (id, seq, model_id, model_name, model_sha256, engine, state, created_at_ms)
       VALUES (?, 1, 'm', 'm', 's', 'local', 'done', 0)`,
    )
    .run(of.runId);
  database
    .prepare(`INSERT INTO run_items (run_id, media_id, run_seq, seq, state) VALUES (?, ?, 1, 0, 'done')`)
    .run(of.runId, of.mediaId);
  database.transaction(() => {
    for (let first = 0; first < frameCount; first += framesPerChunk) {
      const length = Math.min(framesPerChunk, frameCount - first);
      store.append(
        of,
        Array.from({ length }, (_, index) => frameResult(first + index)),
      );
    }
  })();
  return of;
}

function frameResult(frameIndex: number): FrameResult {
  const apart = (frameCount - framesPerTrack) / (trackCount - 1);
  const objects = Array.from({ length: trackCount }, (_, track) => ({
    track,
    age: frameIndex - Math.round(track * apart),
  }))
    .filter(({ age }) => age >= 0 && age < framesPerTrack)
    .map(({ track, age }) => ({
      classLabel: ['person', 'car', 'bicycle', 'dog'][track % 4] ?? '',
      confidence: 0.2 + ((age * 7 + track * 13) % 80) / 100,
      ...{ x: age % 1000, y: track * 10, width: 40, height: 90 },
      trackId: track + 1,
    }));
  return { frameIndex, timestampNs: frameIndex * 4e7, prediction: { source_width: 1280, source_height: 720, objects } };
}

function item(mediaId: MediaId) {
  return { id: mediaId, name: 'v.mp4', kind: 'video', state: 'ready', widthPx: 1280, heightPx: 720 };
}
