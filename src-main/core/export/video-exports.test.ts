import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ExportJob, OverlayChoice } from '#common/contract/exports';
import { defaultLook } from '#common/overlay/look';
import type { PredictedObject } from '#common/prediction/prediction';
import { forkNodeProcess } from '../../node/fork-process';
import { FrameStore } from '../analysis/frame-store';
import { storedRun, storeFrames } from '../analysis/stored-frames.builder';
import { VideoSegments } from '../analysis/video-segments';
import type { ChildProcess } from '../host';
import { testEntry } from '../local/bundle-inference-process';
import { decodeFrames } from '../local/video/video-frames';
import { findFfmpeg } from '../media/video/ffmpeg-programs';
import { readFrameIndex } from '../media/video/frame-index';
import { probeVideo } from '../media/video/probe-video';
import { canMakeVideos, everyMs, ffmpegRun, numbered, numberedVideo } from '../media/video/test-videos.builder';
import { type Database, openDatabase } from '../store/open-database';
import { smallDisk } from '../store/restricted.builder';
import { VideoExports } from './video-exports';

const { signal } = new AbortController();
const exportEntry = join(dirname(testEntry), 'export-process.js');
const bFrames = ['-c:v', 'libx264', '-bf', '3', '-g', '30', '-crf', '12'];
const view: OverlayChoice = {
  minConfidence: 0.5,
  hiddenClasses: [],
  colourMode: 'class',
  look: defaultLook,
  language: 'en',
};
const person: PredictedObject = { classLabel: 'person', confidence: 0.9, x: 40, y: 70, width: 60, height: 20 };

let folder = '';
const opened: { exports: VideoExports; database: Database }[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-exports-'));
});
afterEach(async () => {
  for (const { exports, database } of opened.splice(0)) {
    await exports.close();
    database.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Given = {
  readonly path: string;
  readonly objectsOf: (frame: number) => PredictedObject[];
  readonly home?: string;
  readonly exportsTo?: string;
};

/** A video with stored results, and what exports it. */
async function parts({ path, objectsOf, home = mkdtempSync(join(folder, 'home-')), exportsTo }: Given) {
  const databaseFile = join(home, 'reticle.db');
  const database = openDatabase(databaseFile);
  const programs = await findFfmpeg();
  const index = await readFrameIndex(path, programs, () => {}, signal);
  const of = storedRun(database, path);
  const times = [...index.timestampsNs].map((ns) => ns / 1e6);
  storeFrames(database, of, times, objectsOf);
  const facts = await probeVideo(path, programs, signal);
  const videos = { index: async () => index, open: async () => ({ path, facts, index, programs }) };
  const children: ChildProcess[] = [];
  const fork = () => {
    const child = forkNodeProcess(exportEntry);
    children.push(child);
    return child;
  };
  const host = { fork, newId: () => crypto.randomUUID(), log: pino({ enabled: false }) };
  const segments = new VideoSegments(videos, new FrameStore(database));
  const places = { folder: exportsTo ?? join(home, 'exports'), databaseFile };
  const exports = new VideoExports(places, videos, segments, host);
  opened.push({ exports, database });
  const areOver = () => exports.list(of.mediaId).every(({ state }) => state !== 'waiting' && state !== 'running');
  const until = async (isReached: (job: ExportJob) => boolean): Promise<ExportJob> => {
    for (;;) {
      const [job] = exports.list(of.mediaId);
      if (job && isReached(job)) return job;
      if (areOver()) throw new Error(JSON.stringify(job));
      await new Promise(setImmediate);
    }
  };
  const settled = () => until(areOver);
  return { of, exports, index, programs, children, until, settled, folder: places.folder, database };
}

/** Mean difference of each frame's pixels from those of another video, over the area of `person`'s left edge. */
async function edgeDifferences(path: string, other: string): Promise<number[]> {
  const { ffmpeg } = await findFfmpeg();
  const request = { ffmpeg, size: numbered, sampling: { every: 1 }, fromNs: null, toNs: null };
  const others = decodeFrames({ ...request, path: other }, signal);
  const differences: number[] = [];
  for await (const { pixels } of decodeFrames({ ...request, path }, signal)) {
    const before = (await others.next()).value?.pixels.data;
    let sum = 0;
    for (let y = 74; y < 86; y += 1) {
      for (let x = 38; x < 42; x += 1) {
        const at = (y * numbered.width + x) * 3;
        for (let c = 0; c < 3; c += 1) sum += Math.abs((pixels.data[at + c] ?? 0) - (before?.[at + c] ?? 0));
      }
    }
    differences.push(sum / (12 * 4 * 3));
  }
  return differences;
}

describe.skipIf(!canMakeVideos)('an annotated copy', () => {
  it('has every frame at its own time, the size and the sound, and each result on its own frame', async () => {
    const uneven = everyMs(60, 1).map((index) => 1200 + index * 40 + ((index * 37) % 30));
    const silent = numberedVideo(folder, 'silent.mkv', uneven, bFrames);
    const path = join(folder, 'walk.mkv');
    ffmpegRun('-copyts', '-i', silent, '-f', 'lavfi', '-i', 'sine=440:d=3', '-c:v', 'copy', '-c:a', 'aac', path);
    const {
      of,
      exports,
      index,
      programs,
      settled,
      folder: to,
    } = await parts({
      path,
      objectsOf: (frame) => (frame >= 20 && frame < 30 ? [person] : []),
    });
    expect(exports.annotate(of, 'walk.mkv', view)).toMatchObject({ state: 'waiting', kind: 'annotated' });
    const job = await settled();
    expect(job).toMatchObject({ state: 'done', fraction: 1, error: null, files: [{ name: 'walk-annotated.mp4' }] });
    const copy = exports.file(job.id, 0).path;
    expect(copy).toBe(join(to, 'walk', 'walk-annotated.mp4'));
    const facts = await probeVideo(copy, programs, signal);
    expect(facts).toMatchObject({ codec: 'h264', widthPx: 160, heightPx: 96, hasAudio: true });
    const { timestampsNs } = await readFrameIndex(copy, programs, () => {}, signal);
    expect(timestampsNs).toHaveLength(60);
    for (const [at, ns] of index.timestampsNs.entries())
      expect(Math.abs((timestampsNs[at] ?? 0) - ns)).toBeLessThan(1e5);
    const drawn = (await edgeDifferences(copy, path)).map((difference) => difference > 15);
    expect(drawn).toEqual(everyMs(60, 1).map((frame) => frame >= 20 && frame < 30));
  });

  it('shows what the person sees of it, and no more', async () => {
    const path = numberedVideo(folder, 'view.mp4', everyMs(12, 40), bFrames);
    const { of, exports, settled } = await parts({ path, objectsOf: () => [person] });
    const views = [
      { ...view, look: { ...defaultLook, boxes: false, labels: false } },
      { ...view, minConfidence: 0.95 },
      { ...view, hiddenClasses: ['person'] },
    ];
    for (const hiding of views) {
      exports.annotate(of, 'view.mp4', hiding);
      const { id, state } = await settled();
      expect(state).toBe('done');
      const differences = await edgeDifferences(exports.file(id, 0).path, path);
      expect(Math.max(...differences)).toBeLessThan(5);
    }
    expect(exports.list(of.mediaId).map(({ files }) => files[0]?.name)).toEqual([
      'view-annotated-3.mp4',
      'view-annotated-2.mp4',
      'view-annotated.mp4',
    ]);
  });

  it('shows the last frame as long as the others, without sound too', async () => {
    // Of large frames ffmpeg reads too few to guess their rate.
    const path = join(folder, 'last.mp4');
    ffmpegRun('-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25', '-frames:v', '30', ...bFrames, path);
    const { of, exports, programs, settled } = await parts({ path, objectsOf: () => [] });
    exports.annotate(of, 'last.mp4', view);
    const copy = exports.file((await settled()).id, 0).path;
    expect((await readFrameIndex(copy, programs, () => {}, signal)).timestampsNs).toHaveLength(30);
    expect((await probeVideo(copy, programs, signal)).durationNs).toBe(1.2e9);
  });

  it('keeps the colours of a video in the colours of television', async () => {
    const path = join(folder, 'colours.mp4');
    const tags = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'];
    const filter = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p', ...tags];
    ffmpegRun('-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=5:d=1', ...filter, '-c:v', 'libx264', '-crf', '10', path);
    const { of, exports, settled } = await parts({ path, objectsOf: () => [] });
    exports.annotate(of, 'colours.mp4', view);
    const { id } = await settled();
    const planes = (file: string) => execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'rawvideo', '-']);
    const [before, after] = [planes(path), planes(exports.file(id, 0).path)];
    const difference = before.reduce((sum, value, at) => sum + Math.abs(value - (after[at] ?? 0)), 0);
    expect(after).toHaveLength(before.length);
    // Read by the other rule of colours they differ by 10 and more.
    expect(difference / before.length).toBeLessThan(3);
  });

  it('is told how far it is, and leaves nothing behind when it is cancelled', async () => {
    const path = numberedVideo(folder, 'long.mp4', everyMs(1500, 40), [...bFrames, '-preset', 'ultrafast']);
    const { of, exports, until, settled, folder: to } = await parts({ path, objectsOf: () => [person] });
    const { id } = exports.annotate(of, 'long.mp4', view);
    const second = exports.annotate(of, 'long.mp4', view);
    exports.cancel(second.id);
    expect(exports.list(of.mediaId)[0]?.state).toBe('cancelled');
    const isTold = () => exports.list(of.mediaId).some((job) => job.id === id && job.fraction > 0);
    await until(() => isTold() && readdirSync(join(to, 'long')).includes(`${id}.part`));
    exports.cancel(id);
    await settled();
    expect(exports.list(of.mediaId).map(({ state, error }) => [state, error])).toEqual(
      Array(2).fill(['cancelled', null]),
    );
    expect(readdirSync(join(to, 'long'))).toEqual([]);
    await exports.remove(id);
    expect(exports.list(of.mediaId).map((job) => job.id)).toEqual([second.id]);
  });

  it('fails in one sentence when its process dies, and the next one works', async () => {
    const path = numberedVideo(folder, 'killed.mp4', everyMs(600, 40), [...bFrames, '-preset', 'ultrafast']);
    const { of, exports, until, settled, children, folder: to } = await parts({ path, objectsOf: () => [person] });
    exports.annotate(of, 'killed.mp4', view);
    await until(({ fraction }) => fraction > 0);
    children[0]?.kill();
    expect(await settled()).toMatchObject({ state: 'failed', error: { code: 'EXPORT_DIED' }, files: [] });
    expect(readdirSync(join(to, 'killed'))).toEqual([]);
    exports.annotate(of, 'killed.mp4', view);
    expect(await settled()).toMatchObject({ state: 'done' });
  });

  it('takes its files away when it is removed, and what a killed app left when it starts', async () => {
    const path = numberedVideo(folder, 'removed.mp4', everyMs(8, 40), bFrames);
    const { of, exports, settled, folder: to } = await parts({ path, objectsOf: () => [] });
    mkdirSync(join(to, 'removed'), { recursive: true });
    const left = `clip.${crypto.randomUUID()}.part`;
    for (const name of [left, 'own.part']) writeFileSync(join(to, 'removed', name), 'x');
    await exports.start();
    exports.annotate(of, 'removed.mp4', view);
    const { id } = await settled();
    expect(readdirSync(join(to, 'removed')).sort()).toEqual(['own.part', 'removed-annotated.mp4']);
    await exports.remove(id);
    expect(readdirSync(join(to, 'removed'))).toEqual(['own.part']);
    expect(() => exports.file(id, 0)).toThrow('EXPORT_NOT_FOUND');
  });
});

const disk = canMakeVideos ? smallDisk(512) : null;
afterAll(() => disk?.release());

describe.skipIf(!disk)('on a disk of 512 KiB', () => {
  /** Noise, coarsely coded: a finer copy of it needs many times the room. */
  function noisyVideo(name: string, seconds: number): string {
    const path = join(folder, name);
    const noise = `testsrc2=s=320x240:r=25:d=${seconds},noise=alls=60:allf=t`;
    ffmpegRun('-f', 'lavfi', '-i', noise, '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '45', path);
    return path;
  }
  const kept = join(disk?.folder ?? '', 'kept.txt');

  it('says that it is full, takes away the half file and nothing else', async () => {
    const path = noisyVideo('fills.mp4', 4);
    writeFileSync(kept, 'kept');
    const {
      of,
      exports,
      settled,
      folder: to,
      database,
    } = await parts({
      path,
      objectsOf: () => [person],
      exportsTo: disk?.folder ?? '',
    });
    exports.annotate(of, 'fills.mp4', view);
    expect(await settled()).toMatchObject({ state: 'failed', files: [], error: { code: 'DISK_FULL' } });
    expect(readdirSync(to, { recursive: true }).sort()).toEqual(['fills', 'kept.txt']);
    expect(new FrameStore(database).progress(of).frameCount).toBe(100);
  });

  it('refuses at once what cannot fit', async () => {
    const path = noisyVideo('large.mp4', 30);
    const { of, exports, settled } = await parts({ path, objectsOf: () => [], exportsTo: disk?.folder ?? '' });
    exports.annotate(of, 'large.mp4', view);
    expect(await settled()).toMatchObject({ state: 'failed', error: { code: 'DISK_TOO_SMALL' } });
  });
});

describe.skipIf(!canMakeVideos)('clips', () => {
  it('are cut one a segment, and say where each really begins', async () => {
    const path = numberedVideo(folder, 'clips.mp4', everyMs(120, 40), [...bFrames, '-sc_threshold', '0']);
    const objectsOf = (frame: number) => ((frame >= 40 && frame < 50) || frame >= 95 ? [person] : []);
    const { of, exports, settled, programs } = await parts({ path, objectsOf });
    exports.cutClips(of, 'clips.mp4', { classLabel: 'person', minConfidence: 0.85, minSeconds: 0.3, maxGapSeconds: 0 });
    const job = await settled();
    expect(job).toMatchObject({ kind: 'clips', state: 'done', fraction: 1 });
    expect(job.files.map(({ name, clip }) => [name, clip?.beginsNs])).toEqual([
      ['clips-person-001.mp4', 1.2e9],
      ['clips-person-002.mp4', 3.6e9],
    ]);
    const { timestampsNs } = await readFrameIndex(exports.file(job.id, 1).path, programs, () => {}, signal);
    expect(timestampsNs).toHaveLength(30);
  });
});
