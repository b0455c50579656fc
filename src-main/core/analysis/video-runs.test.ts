import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaId } from '#common/contract/media';
import type { VideoPart } from '#common/contract/runs';
import { forkNodeProcess } from '../../node/fork-process';
import { exportHttp } from '../export/export-http';
import { testEntry } from '../local/bundle-inference-process';
import { InferenceClient } from '../local/inference-client';
import { listFiles } from '../media/list-files';
import { MediaService } from '../media/media-service';
import { MediaStore } from '../media/media-store';
import { probeMedia } from '../media/probe-media';
import { FrameIndexStore } from '../media/video/frame-index-store';
import { canMakeVideos, everyMs, numberedVideo } from '../media/video/test-videos.builder';
import { VideoAnalyser } from '../media/video/video-analyser';
import { VideoService } from '../media/video/video-service';
import { popOfModel } from '../pops/bind-pop';
import { type Database, openDatabase } from '../store/open-database';
import { FrameStore } from './frame-store';
import { localEngine } from './local-engine';
import { ResultStore } from './result-store';
import { RunService } from './run-service';
import { RunStore } from './run-store';
import { storedRun } from './stored-frames.builder';
import { VideoRuns } from './video-runs';

const log = pino({ enabled: false });
const clock = { now: () => new Date(1000), newId: () => crypto.randomUUID(), version: '0' };
const regions = join(import.meta.dirname, '..', '..', '..', 'resources', 'models', 'regions', 'model.onnx');
const { signal } = new AbortController();
const everyFrame: VideoPart = { sampling: { every: 1 }, fromNs: null, toNs: null };

let folder = '';
let inference: InferenceClient;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-video-runs-'));
  inference = new InferenceClient(
    () => forkNodeProcess(testEntry),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    log,
  );
});
afterAll(async () => {
  await inference.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The parts that analyse videos, as the core wires them. */
function parts(database: Database = openDatabase(':memory:')) {
  const media = new MediaService(new MediaStore(database), probeMedia, clock, log);
  const videos = new VideoService(new FrameIndexStore(database), media);
  const frames = new FrameStore(database);
  const runStore = new RunStore(database);
  const results = new ResultStore(database);
  const analyser = new VideoAnalyser(inference);
  const told: { done: number; total: number }[] = [];
  const videoRuns: VideoRuns = new VideoRuns(
    videos,
    frames,
    (runId) => {
      const progress = videoRuns.progressOf(runId);
      if (progress) told.push(progress);
      runs.progressed(runId);
    },
    () => analyser.provider,
  );
  const model = { id: 'regions', name: 'Regions', path: regions, sha256: 'a'.repeat(64) };
  const engine = localEngine(() => Promise.reject(new Error('no picture is run here')), popOfModel(model), analyser);
  const runs: RunService = new RunService(
    { runs: runStore, results },
    ({ runId, mediaId }, stop) =>
      videoRuns.analyse({ runId, mediaId, part: runStore.videoPartOf(runId) }, engine, stop),
    {
      pathOf: (id) => media.get(id),
      analysableIds: () => [],
      model: () => model,
      onItemsChanged: () => {},
      itemsAtOnce: () => 5,
      framesOf: (runId) => videoRuns.progressOf(runId),
    },
    clock,
    log,
  );
  return { database, media, videos, frames, runs, runStore, results, told };
}

async function opened(media: MediaService, path: string): Promise<MediaId> {
  const { addedIds } = await media.addPaths([path], signal);
  await media.whenProbed();
  return addedIds[0] as MediaId; // one file was added
}

describe.skipIf(!canMakeVideos)('a run over a video', () => {
  it('stores what it finds in every frame, tells how far it is, and answers timelines', async () => {
    const path = numberedVideo(folder, 'whole.mp4', everyMs(70, 40), ['-c:v', 'libx264', '-bf', '2']);
    const { media, frames, runs, runStore, results, told, videos } = parts();
    const mediaId = await opened(media, path);
    expect(media.get(mediaId)).toMatchObject({ kind: 'video', widthPx: 160, heightPx: 96, video: { codec: 'h264' } });
    const { id: runId } = runs.start([mediaId], 'regions');
    await runs.whenIdle();
    expect(runs.get(runId)).toMatchObject({ state: 'done', done: 1, failed: 0, frames: null });
    expect(told.map(({ done }) => done)).toEqual([0, 32, 64, 70].slice(-told.length));
    expect(told.at(-1)).toEqual({ done: 70, total: 70 });
    expect(frames.latest(mediaId)).toEqual({ runId, frameCount: 70, lastFrame: 69 });
    const of = { runId, mediaId };
    const stretch = frames.frames(of, 30, 35);
    expect(stretch.map(({ frameIndex }) => frameIndex)).toEqual([30, 31, 32, 33, 34, 35]);
    expect(stretch.map(({ timestampNs }) => Math.round(timestampNs / 1e6))).toEqual([
      1200, 1240, 1280, 1320, 1360, 1400,
    ]);
    expect(stretch[0]?.prediction).toMatchObject({ source_width: 160, source_height: 96 });
    const strip = frames.strip(of, 0, 70, 7, 0);
    expect(strip.analysed).toEqual(Array(7).fill(10));
    const total = strip.heat.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
    expect(runs.result(mediaId, undefined)?.prediction.objects).toBeUndefined();
    expect(media.get(mediaId).latest?.objectCount).toBe(total);
    expect(videos.indexState(mediaId)).toMatchObject({ state: 'done', frameCount: 70, isVariableRate: false });
    const sources = { media, runs: runStore, results, frames };
    for (const of of [`run=${runId}`, `media=${mediaId}`, `run=${runId}&media=${mediaId}`]) {
      const exported = exportHttp(sources, new URL(`http://here/export?format=jsonl&${of}`));
      const lines = (await exported.text()).trim().split('\n');
      expect(lines.map((line) => JSON.parse(line).frameIndex)).toEqual(everyMs(70, 1));
    }
  });

  it('takes the part and the frames asked for', async () => {
    const path = numberedVideo(folder, 'part.mp4', everyMs(100, 40), ['-c:v', 'libx264']);
    const { media, frames, runs } = parts();
    const mediaId = await opened(media, path);
    const part: VideoPart = { sampling: { every: 4 }, fromNs: 1e9, toNs: 2e9 };
    const { id: runId } = runs.start([mediaId], 'regions', { videoPart: part });
    await runs.whenIdle();
    const found = frames.frames({ runId, mediaId }, 0, 99).map(({ frameIndex }) => frameIndex);
    expect(found).toEqual([25, 29, 33, 37, 41, 45, 49]);
  });

  it('keeps what it had when it is cancelled, goes on after it, and does no frame twice', async () => {
    const path = numberedVideo(folder, 'long.mp4', everyMs(200, 40), ['-c:v', 'libx264', '-preset', 'ultrafast']);
    const { media, frames, runs, runStore, results, told } = parts();
    const mediaId = await opened(media, path);
    const { id: runId } = runs.start([mediaId], 'regions', { videoPart: everyFrame });
    while ((told.at(-1)?.done ?? 0) < 64) await new Promise(setImmediate);
    runs.cancel(runId);
    await runs.whenIdle();
    const before = frames.progress({ runId, mediaId });
    expect(before.frameCount).toBeGreaterThanOrEqual(64);
    expect(before.frameCount).toBeLessThan(200);
    const asked = new URL(`http://here/export?format=jsonl&run=${runId}&media=${mediaId}`);
    const exported = await exportHttp({ media, runs: runStore, results, frames }, asked).text();
    expect(exported.trim().split('\n')).toHaveLength(before.frameCount);
    runs.resume(runId, 'remaining');
    await runs.whenIdle();
    expect(runs.get(runId)).toMatchObject({ state: 'done', done: 1 });
    expect(frames.progress({ runId, mediaId })).toMatchObject({ frameCount: 200, lastFrame: 199 });
    const indexes = frames.frames({ runId, mediaId }, 0, 199).map(({ frameIndex }) => frameIndex);
    expect(indexes).toEqual(everyMs(200, 1));
  });

  it('fails in one sentence when the file goes away, and loses nothing that was stored', async () => {
    const path = numberedVideo(folder, 'gone.mp4', everyMs(30, 40), ['-c:v', 'libx264']);
    copyFileSync(path, join(folder, 'stays.mp4'));
    const { media, runs } = parts();
    const mediaId = await opened(media, path);
    rmSync(path);
    const { id: runId } = runs.start([mediaId], 'regions');
    await runs.whenIdle();
    expect(runs.get(runId)).toMatchObject({ state: 'done', failed: 1 });
    expect(runs.failures(runId)[0]?.error.code).toMatch(/^(MEDIA|VIDEO)_/);
  });

  it('is listed in folders', async () => {
    numberedVideo(folder, 'in-folder.webm', everyMs(3, 40), ['-c:v', 'libvpx', '-auto-alt-ref', '0']);
    const names: string[] = [];
    for await (const { path } of listFiles([folder], signal)) names.push(path.slice(folder.length + 1));
    expect(names).toContain('in-folder.webm');
  });
});

it('finds a stretch of a hundred thousand frames without reading the rest', () => {
  const { database, frames } = parts();
  const of = storedRun(database);
  database.transaction(() => {
    for (let first = 0; first < 100_000; first += 32) {
      frames.append(
        of,
        everyMs(32, 1).map((index) => {
          const frameIndex = first + index;
          const object = {
            classLabel: 'person',
            confidence: 0.9,
            x: 1,
            y: 1,
            width: 2,
            height: 2,
            trackId: frameIndex % 50,
          };
          const objects = frameIndex % 1000 === 0 ? [object] : [];
          return {
            frameIndex,
            timestampNs: frameIndex * 4e7,
            prediction: { source_width: 9, source_height: 9, objects },
          };
        }),
      );
    }
  })();
  expect(frames.frames(of, 65_000, 65_001).map(({ frameIndex }) => frameIndex)).toEqual([65_000, 65_001]);
  expect(frames.seek(of, 64_001, 1, true, 0)).toBe(65_000);
  expect(frames.seek(of, 64_000, -1, true, 0)).toBe(63_000);
  expect(frames.seek(of, 64_999, 1, false, 0)).toBe(65_001);
  expect(frames.seek(of, 99_500, 1, true, 0)).toBeNull();
  expect(frames.tracks(of)).toEqual([
    { trackId: 0, classLabel: 'person', firstFrame: 0, lastFrame: 99_000, frameCount: 100 },
  ]);
  expect(frames.strip(of, 0, 100_000, 10, 0.5).heat).toEqual([{ classLabel: 'person', counts: Array(10).fill(10) }]);
  expect(frames.strip(of, 0, 100_000, 10, 0.95).heat).toEqual([]);
});
