import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DecodeRequest, decodeFrames } from '../../local/video/video-frames';
import { mediaKindOf } from '../media-kind';
import { findFfmpeg } from './ffmpeg-programs';
import { frameAt, readFrameIndex } from './frame-index';
import { probeVideo } from './probe-video';
import { canMakeVideos, everyMs, ffmpegRun, numbered, numberedVideo, numberOf } from './test-videos.builder';
import { videoStill } from './video-still';

const { signal } = new AbortController();
let folder = '';
const at = (name: string) => join(folder, name);
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-bf', '0'];
const bFrames = ['-c:v', 'libx264', '-preset', 'medium', '-crf', '12', '-bf', '3', '-g', '30'];
/** Steps of 20 to 90 ms that repeat nowhere. */
const unevenMs = everyMs(90, 1).map((index) => index * 40 + ((index * 37) % 30));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-video-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function index(path: string) {
  return readFrameIndex(path, await findFfmpeg(), () => {}, signal);
}

async function decode(path: string, over: Partial<DecodeRequest> = {}) {
  const { ffmpeg } = await findFfmpeg();
  const request = { ffmpeg, path, size: numbered, sampling: { every: 1 }, fromNs: null, toNs: null, ...over };
  const frames: { number: number; timestampNs: number }[] = [];
  for await (const { pixels, timestampNs } of decodeFrames(request, signal)) {
    frames.push({ number: numberOf(pixels.data), timestampNs });
  }
  return frames;
}

describe.skipIf(!canMakeVideos)('every frame is found at its own presentation time', () => {
  const kinds = [
    { name: 'constant.mp4', times: everyMs(80, 40), encode: h264 },
    { name: 'b-frames.mp4', times: everyMs(80, 40), encode: bFrames },
    { name: 'uneven.mkv', times: unevenMs, encode: bFrames },
    { name: 'uneven.mp4', times: unevenMs, encode: [...bFrames, '-video_track_timescale', '1000'] },
    { name: 'late.mkv', times: everyMs(80, 40), encode: [...bFrames, '-output_ts_offset', '3.2'] },
    { name: 'late.mp4', times: everyMs(80, 40), encode: [...bFrames, '-output_ts_offset', '3.2'] },
    { name: 'transport.ts', times: everyMs(80, 40), encode: bFrames },
  ];
  it.each(kinds)('$name', async ({ name, times, encode }) => {
    const path = numberedVideo(folder, name, times, encode);
    const { timestampsNs, isVariableRate } = await index(path);
    const frames = await decode(path);
    expect(frames.map(({ number }) => number)).toEqual(times.map((_, number) => number));
    expect(frames.map(({ timestampNs }) => frameAt(timestampsNs, timestampNs))).toEqual(times.map((_, n) => n));
    expect(timestampsNs).toHaveLength(times.length);
    expect(isVariableRate).toBe(name.startsWith('uneven'));
    const first = timestampsNs[0] ?? 0;
    for (const [number, ms] of times.entries()) {
      expect(Math.abs((timestampsNs[number] ?? 0) - first - ms * 1e6)).toBeLessThan(1e6);
    }
  });

  it('with an edit list that cuts the beginning off', async () => {
    numberedVideo(folder, 'whole.mp4', everyMs(80, 40), bFrames);
    ffmpegRun('-ss', '1.0', '-i', at('whole.mp4'), '-c', 'copy', at('cut.mp4'));
    const { timestampsNs } = await index(at('cut.mp4'));
    const frames = await decode(at('cut.mp4'));
    expect(frames[0]?.number).toBe(25);
    expect(frames).toHaveLength(timestampsNs.length);
    expect(frames.map(({ timestampNs }) => frameAt(timestampsNs, timestampNs))).toEqual(frames.map((_, n) => n));
  });

  it('in a part of it, every n-th, or at a rate', async () => {
    const path = numberedVideo(folder, 'part.mp4', everyMs(120, 40), bFrames);
    const numbers = async (over: Partial<DecodeRequest>) => (await decode(path, over)).map(({ number }) => number);
    expect(await numbers({ fromNs: 2e9, toNs: 2.2e9 })).toEqual([50, 51, 52, 53, 54, 55]);
    expect(await numbers({ fromNs: 2e9, toNs: 2.4e9, sampling: { every: 5 } })).toEqual([50, 55, 60]);
    expect(await numbers({ toNs: 2e9, sampling: { perSecond: 2 } })).toEqual([0, 13, 25, 38, 50]);
    const uneven = numberedVideo(folder, 'rate.mkv', unevenMs, bFrames);
    const picked = await decode(uneven, { sampling: { perSecond: 5 } });
    expect(new Set(picked.map(({ timestampNs }) => Math.floor(timestampNs / 2e8 + 1e-3))).size).toBe(picked.length);
  });
});

describe.skipIf(!canMakeVideos)('a video', () => {
  it('is as wide and high as it is shown: turned, and with square pixels', async () => {
    numberedVideo(folder, 'plain.mp4', everyMs(5, 40), h264);
    ffmpegRun('-i', at('plain.mp4'), '-c', 'copy', '-metadata:s:v:0', 'rotate=90', at('turned.mp4'));
    ffmpegRun('-i', at('plain.mp4'), '-vf', 'setsar=2/1', '-c:v', 'libx264', at('wide.mp4'));
    const programs = await findFfmpeg();
    const plain = await probeVideo(at('plain.mp4'), programs, signal);
    expect(plain).toMatchObject({ codec: 'h264', widthPx: 160, heightPx: 96, rotationDegrees: 0, framesPerSecond: 25 });
    expect(plain).toMatchObject({ durationNs: 2e8, hasAudio: false, bitsPerSample: 8, isHdr: false });
    const turned = await probeVideo(at('turned.mp4'), programs, signal);
    expect(turned).toMatchObject({ widthPx: 96, heightPx: 160 });
    expect(await probeVideo(at('wide.mp4'), programs, signal)).toMatchObject({ widthPx: 320, heightPx: 96 });
    const hdr = ['-pix_fmt', 'yuv420p10le', '-c:v', 'libx264', '-color_trc', 'smpte2084', '-color_primaries', 'bt2020'];
    ffmpegRun('-i', at('plain.mp4'), ...hdr, '-colorspace', 'bt2020nc', at('hdr.mp4'));
    const bright = await probeVideo(at('hdr.mp4'), programs, signal);
    expect(bright).toMatchObject({ isHdr: true, bitsPerSample: 10 });
    expect((await decode(at('hdr.mp4'))).map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
    const still = await videoStill(at('turned.mp4'), turned, 0);
    expect([still.readUInt32BE(16), still.readUInt32BE(20)]).toEqual([96, 160]);
  });

  it.each([
    { name: 'odd.mkv', args: ['-vf', 'scale=161:97', '-c:v', 'ffv1'] },
    { name: 'ten.mp4', args: ['-pix_fmt', 'yuv420p10le', '-c:v', 'libx264'] },
    { name: 'one.mp4', args: ['-frames:v', '1', '-c:v', 'libx264'] },
    { name: 'old.avi', args: ['-c:v', 'mpeg4', '-q:v', '2'] },
    { name: 'motion.mov', args: ['-c:v', 'mjpeg', '-q:v', '2'] },
  ])('of another kind is read whole: $name', async ({ name, args }) => {
    numberedVideo(folder, 'base.mp4', everyMs(6, 40), h264);
    ffmpegRun('-i', at('base.mp4'), ...args, at(name));
    const { timestampsNs } = await index(at(name));
    const frames = await decode(at(name));
    expect(frames.map(({ number }) => number)).toEqual(name === 'one.mp4' ? [0] : [0, 1, 2, 3, 4, 5]);
    expect(frames.map(({ timestampNs }) => frameAt(timestampsNs, timestampNs))).toEqual(frames.map((_, n) => n));
  });

  it('that breaks off gives the frames that are there', async () => {
    numberedVideo(folder, 'long.mkv', everyMs(100, 40), bFrames);
    copyFileSync(at('long.mkv'), at('broken.mkv'));
    truncateSync(at('broken.mkv'), Math.floor(readFileSync(at('long.mkv')).length / 2));
    const frames = await decode(at('broken.mkv'));
    expect(frames.length).toBeGreaterThan(20);
    expect(frames.length).toBeLessThan(80);
    const { timestampsNs } = await index(at('broken.mkv'));
    expect(timestampsNs.length).toBeGreaterThanOrEqual(frames.length);
  });

  it('in a codec that ffmpeg has no decoder for says so', async () => {
    numberedVideo(folder, 'known.mkv', everyMs(10, 40), h264);
    const bytes = readFileSync(at('known.mkv')).toString('latin1').replace('V_MPEG4/ISO/AVC', 'V_MPEG4/ISO/XXX');
    writeFileSync(at('unknown.mkv'), Buffer.from(bytes, 'latin1'));
    await expect(decode(at('unknown.mkv'))).rejects.toMatchObject({ code: 'VIDEO_NO_DECODER' });
  });

  it('that is none is refused in one sentence', async () => {
    const programs = await findFfmpeg();
    writeFileSync(at('empty.mp4'), '');
    writeFileSync(at('text.mp4'), 'no video at all');
    numberedVideo(folder, 'head.mp4', everyMs(50, 40), h264);
    truncateSync(at('head.mp4'), 2000);
    ffmpegRun('-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac', at('sound.m4a'));
    const refused = (name: string) => expect(probeVideo(at(name), programs, signal)).rejects;
    await refused('empty.mp4').toMatchObject({ code: 'MEDIA_EMPTY' });
    await refused('gone.mp4').toMatchObject({ code: 'MEDIA_GONE' });
    await refused('text.mp4').toMatchObject({ code: 'MEDIA_UNREADABLE' });
    await refused('head.mp4').toMatchObject({
      code: 'MEDIA_UNREADABLE',
      params: { reason: 'phrase.reason.damagedVideo' },
    });
    await refused('sound.m4a').toMatchObject({ code: 'VIDEO_NO_PICTURES' });
  });

  it('is told from a picture by what it holds', async () => {
    copyFileSync(at('plain.mp4'), at('really-a-video.jpg'));
    writeFileSync(at('really-text.mp4'), 'words');
    expect(await mediaKindOf(at('really-a-video.jpg'))).toBe('video');
    expect(await mediaKindOf(at('long.mkv'))).toBe('video');
    expect(await mediaKindOf(at('old.avi'))).toBe('video');
    expect(await mediaKindOf(at('transport.ts'))).toBe('video');
    expect(await mediaKindOf(at('none.mp4'))).toBe('image');
    expect(await mediaKindOf(at('really-text.mp4'))).toBe('image');
  });

  it('ends its decoder when nobody reads on, and says what happened when that is killed', async () => {
    const { ffmpeg } = await findFfmpeg();
    const request = { ffmpeg, path: at('long.mkv'), size: numbered, sampling: { every: 1 }, fromNs: null, toNs: null };
    const abort = new AbortController();
    let seen = 0;
    const reading = (async () => {
      for await (const _ of decodeFrames(request, abort.signal)) {
        seen += 1;
        if (seen === 3) abort.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toBe(3);
    // A clip that is not through before it is killed.
    const long = { ...request, path: numberedVideo(folder, 'endless.mkv', everyMs(600, 40), h264) };
    const interrupted = (async () => {
      for await (const _ of decodeFrames({ ...long, size: { width: 1280, height: 720 } }, signal)) killDecoders();
    })();
    await expect(interrupted).rejects.toMatchObject({ code: 'VIDEO_DECODER_FAILED', params: { name: 'endless.mkv' } });
    const missing = decodeFrames({ ...request, ffmpeg: at('no-such-ffmpeg') }, signal);
    await expect(missing.next()).rejects.toMatchObject({ code: 'FFMPEG_MISSING' });
  });
});

/** Ends the ffmpeg that this process started, as the system would when memory runs out. */
function killDecoders(): void {
  const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  for (const line of children.split('\n')) {
    const [pid, name] = line.trim().split(/\s+/);
    if (name === 'ffmpeg') process.kill(Number(pid), 'SIGKILL');
  }
}

it('says that ffmpeg is missing', async () => {
  await expect(findFfmpeg({ PATH: '' }, null)).rejects.toMatchObject({
    code: 'FFMPEG_MISSING',
    params: { program: 'ffmpeg' },
  });
});
