import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrames } from '../../local/video/video-frames';
import { smallDisk } from '../../store/restricted.builder';
import { type ClipPlan, planClip, readCodedFrames } from './clip-plan';
import { cutClip } from './cut-clip';
import { findFfmpeg } from './ffmpeg-programs';
import { frameAt, readFrameIndex } from './frame-index';
import { probeVideo } from './probe-video';
import { canMakeVideos, everyMs, ffmpegRun, numbered, numberedVideo, numberOf } from './test-videos.builder';

const { signal } = new AbortController();
const bFrames = ['-c:v', 'libx264', '-preset', 'medium', '-crf', '12', '-bf', '3', '-g', '30'];
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-clips-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each frame's number and the digest of its pixels, as a player that honours edit lists shows them. */
async function framesOf(path: string) {
  const { ffmpeg } = await findFfmpeg();
  const request = { ffmpeg, path, size: numbered, sampling: { every: 1 }, fromNs: null, toNs: null };
  const frames: { number: number; digest: string }[] = [];
  for await (const { pixels } of decodeFrames(request, signal)) {
    frames.push({ number: numberOf(pixels.data), digest: createHash('sha1').update(pixels.data).digest('hex') });
  }
  return frames;
}

async function planOf(path: string, firstFrame: number, lastFrame: number) {
  const programs = await findFfmpeg();
  const { timestampsNs } = await readFrameIndex(path, programs, () => {}, signal);
  const coded = await readCodedFrames(path, programs, signal);
  const plan = planClip(coded, timestampsNs[firstFrame] ?? 0, timestampsNs[lastFrame + 1] ?? Infinity);
  return { programs, timestampsNs, plan: plan as ClipPlan }; // each of these videos has a key frame
}

describe('planning a clip', () => {
  // Decoded as I P B B: shown 0 3 1 2, then 4 7 5 6, key frames at 0 and 4.
  const timesNs = [0, 3, 1, 2, 4, 7, 5, 6].map((time) => time * 1e9);
  const isKey = timesNs.map((time) => time % 4e9 === 0);
  it.each([
    { name: 'a whole group', from: 0, to: 4, plan: { beginsNs: 0, endsNs: 4e9, frameCount: 4 } },
    { name: 'from the key frame before', from: 2, to: 4, plan: { beginsNs: 0, endsNs: 4e9, frameCount: 4 } },
    { name: 'to where no hole is left', from: 0, to: 2, plan: { beginsNs: 0, endsNs: 4e9, frameCount: 4 } },
    { name: 'one frame where that stands alone', from: 0, to: 1, plan: { beginsNs: 0, endsNs: 1e9, frameCount: 1 } },
    { name: 'to the end', from: 5, to: 99, plan: { beginsNs: 4e9, endsNs: 8e9, frameCount: 4 } },
  ])('takes $name', ({ from, to, plan }) => {
    expect(planClip({ timesNs, isKey }, from * 1e9, to * 1e9)).toEqual(plan);
  });

  it('finds nothing to begin with where there is no key frame', () => {
    expect(planClip({ timesNs, isKey: isKey.map(() => false) }, 0, 1e9)).toBeNull();
  });
});

describe.skipIf(!canMakeVideos)('a clip', () => {
  const uneven = everyMs(100, 1).map((index) => index * 40 + ((index * 37) % 30));
  const late = ['-output_ts_offset', '3.2'];
  it.each([
    { name: 'steady.mp4', times: everyMs(100, 40), encode: bFrames },
    { name: 'ntsc.mov', times: everyMs(100, 1001 / 30), encode: [...bFrames, '-video_track_timescale', '30000'] },
    { name: 'uneven.mkv', times: uneven, encode: bFrames },
    { name: 'late.mp4', times: everyMs(100, 40), encode: [...bFrames, ...late] },
    { name: 'late.mkv', times: everyMs(100, 40), encode: [...bFrames, ...late] },
    { name: 'open.mp4', times: everyMs(100, 40), encode: [...bFrames, '-x264-params', 'open-gop=1'] },
    { name: 'transport.ts', times: everyMs(100, 40), encode: bFrames },
    { name: 'hidden.webm', times: everyMs(100, 40), encode: ['-c:v', 'libvpx', '-auto-alt-ref', '1', '-g', '30'] },
    { name: 'old.avi', times: everyMs(100, 40), encode: ['-c:v', 'libx264', '-bf', '0', '-g', '30', '-r', '25'] },
  ])('of $name has the frames it says, unchanged and without a hole', async ({ name, times, encode }) => {
    const path = numberedVideo(folder, name, times, encode);
    const { programs, timestampsNs, plan } = await planOf(path, 70, 81);
    const clip = await cutClip(path, plan, { folder, stem: `${name} clip` }, programs, signal);
    const begins = frameAt(timestampsNs, plan.beginsNs);
    const ends = frameAt(timestampsNs, plan.endsNs) - 1;
    expect(begins).toBeLessThanOrEqual(70);
    expect(begins).toBeGreaterThan(40);
    expect(ends).toBeGreaterThanOrEqual(81);
    expect(ends).toBeLessThan(90);
    expect(await framesOf(clip.path)).toEqual((await framesOf(path)).slice(begins, ends + 1));
  });

  it('of a video whose beginning an edit list hides begins where it says', async () => {
    const whole = numberedVideo(folder, 'whole.mp4', everyMs(100, 40), bFrames);
    ffmpegRun('-ss', '1.0', '-i', whole, '-c', 'copy', join(folder, 'edited.mp4'));
    const path = join(folder, 'edited.mp4');
    for (const [first, last] of [
      [50, 55],
      [2, 10],
    ] as const) {
      const { programs, plan } = await planOf(path, first, last);
      const clip = await cutClip(path, plan, { folder, stem: `edited-${first}` }, programs, signal);
      const [shown] = await framesOf(clip.path);
      // Number 25 is the first frame that the edit list shows, at time 0.
      expect(shown?.number).toBe(25 + Math.round(plan.beginsNs / 4e7));
    }
  });

  it('keeps the sound as it is, over the same time', async () => {
    const path = join(folder, 'sound.mp4');
    const silent = numberedVideo(folder, 'silent.mp4', everyMs(100, 40), bFrames);
    ffmpegRun('-i', silent, '-f', 'lavfi', '-i', 'sine=440:d=4', '-c:v', 'copy', '-c:a', 'aac', path);
    const { programs, plan } = await planOf(path, 70, 81);
    const clip = await cutClip(path, plan, { folder, stem: 'sound clip' }, programs, signal);
    const facts = await probeVideo(clip.path, programs, signal);
    expect(facts).toMatchObject({ hasAudio: true, codec: 'h264' });
    expect(Math.abs(facts.durationNs - (plan.endsNs - plan.beginsNs))).toBeLessThan(8e7);
  });

  it('takes no name that is taken, and leaves nothing of one that could not be cut', async () => {
    const own = join(folder, 'own');
    const path = numberedVideo(folder, 'names.mp4', everyMs(40, 40), bFrames);
    const { programs, plan } = await planOf(path, 3, 8);
    mkdirSync(own);
    writeFileSync(join(own, 'cut.mp4'), 'somebody’s');
    const clip = await cutClip(path, plan, { folder: own, stem: 'cut' }, programs, signal);
    expect(basename(clip.path)).toBe('cut-2.mp4');
    expect(readFileSync(join(own, 'cut.mp4'), 'utf8')).toBe('somebody’s');
    const gone = cutClip(join(folder, 'gone.mp4'), plan, { folder: own, stem: 'gone' }, programs, signal);
    await expect(gone).rejects.toMatchObject({ code: 'VIDEO_CUT_FAILED' });
    const stopped = cutClip(path, plan, { folder: own, stem: 'stopped' }, programs, AbortSignal.abort());
    await expect(stopped).rejects.toThrow();
    expect(readdirSync(own).sort()).toEqual(['cut-2.mp4', 'cut.mp4']);
  });
});

const disk = canMakeVideos ? smallDisk(64) : null;
afterAll(() => disk?.release());

it.skipIf(!disk)('on a disk that is full leaves nothing, and what lay there', async () => {
  const path = join(folder, 'noise.mp4');
  const noise = 'testsrc2=s=320x240:r=25:d=4,noise=alls=60:allf=t';
  ffmpegRun('-f', 'lavfi', '-i', noise, '-c:v', 'libx264', '-preset', 'ultrafast', path);
  const to = disk?.folder ?? '';
  writeFileSync(join(to, 'kept.txt'), 'kept');
  const { programs, plan } = await planOf(path, 10, 90);
  const cut = cutClip(path, plan, { folder: to, stem: 'noise' }, programs, signal);
  await expect(cut).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(readdirSync(to)).toEqual(['kept.txt']);
});
