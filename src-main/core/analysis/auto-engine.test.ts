import { beforeEach, describe, expect, it } from 'vitest';
import type { VideoPart } from '#common/contract/runs';
import { type ErrorCode, ReticleError } from '#common/errors';
import type { OpenedVideo } from '../media/video/video-analyser';
import { AutoEngine } from './auto-engine';
import type { MediaEngine, SeenFrame } from './media-engine';

const { signal } = new AbortController();
const tenth = 100_000_000;
/** Ten frames, ten a second. */
const video: OpenedVideo = {
  path: 'a.mp4',
  facts: {
    ...{ codec: 'h264', pixelFormat: 'yuv420p', widthPx: 8, heightPx: 8, rotationDegrees: 0, framesPerSecond: 10 },
    ...{ durationNs: 1e9, hasAudio: false, bitsPerSample: 8, isHdr: false },
  },
  index: { timestampsNs: Float64Array.from({ length: 10 }, (_, frame) => frame * tenth), isVariableRate: false },
  programs: { ffmpeg: '', ffprobe: '' },
};
const frame = (frameIndex: number, engine: SeenFrame['engine']): SeenFrame => {
  const object = { classLabel: 'a', x: 0, y: 0, width: 1, height: 1, trackId: frameIndex + 5 };
  const prediction = { source_width: 8, source_height: 8, objects: [object] };
  return { frameIndex, timestampNs: frameIndex * tenth, elapsedMs: 1, prediction, engine };
};

let asked: { part: VideoPart; lastTrackId: number }[] = [];
let told: ErrorCode[] = [];
beforeEach(() => {
  asked = [];
  told = [];
});

/** @param failure - thrown by the cloud after so many frames, and for each picture */
function engineThatFails(failure: Error, afterFrames = 0): AutoEngine {
  const picture = (engine: SeenFrame['engine']) => ({ ...frame(0, engine) });
  const cloud: MediaEngine = {
    picturesAtOnce: 8,
    picture: async () => Promise.reject(failure),
    frames: async function* () {
      for (let index = 0; index < afterFrames; index += 1) yield frame(index, 'eyepop');
      throw failure;
    },
  };
  const local: MediaEngine = {
    picturesAtOnce: 2,
    picture: async () => picture('local'),
    frames: async function* (_video, part, lastTrackId) {
      asked.push({ part, lastTrackId });
      const first = Math.round((part.fromNs ?? 0) / tenth);
      for (let index = first; index < 10; index += 1) yield frame(index, 'local');
    },
  };
  return new AutoEngine(cloud, local, ({ code }) => told.push(code));
}

async function run(engine: AutoEngine, sampling: VideoPart['sampling'] = { every: 1 }): Promise<string> {
  const seen: string[] = [];
  for await (const { frameIndex, engine: by } of engine.frames(
    video,
    { sampling, fromNs: null, toNs: null },
    3,
    signal,
  )) {
    seen.push(`${frameIndex}${by === 'local' ? 'l' : 'c'}`);
  }
  return seen.join(' ');
}
const down = new ReticleError('EYEPOP_UNREACHABLE', { host: 'a' });

describe('AutoEngine', () => {
  it.each([
    { after: 0, seen: '0l 1l 2l 3l 4l 5l 6l 7l 8l 9l', fromNs: null, lastTrackId: 3 },
    { after: 7, seen: '0c 1c 2c 3c 4c 5c 6c 7l 8l 9l', fromNs: 7 * tenth, lastTrackId: 11 },
    { after: 9, seen: '0c 1c 2c 3c 4c 5c 6c 7c 8c 9l', fromNs: 9 * tenth, lastTrackId: 13 },
  ])('goes on here after $after frames, with new numbers for tracks', async ({ after, seen, fromNs, lastTrackId }) => {
    expect(await run(engineThatFails(down, after))).toBe(seen);
    expect(asked).toMatchObject([{ part: { fromNs, toNs: null, sampling: { every: 1 } }, lastTrackId }]);
    expect(told).toEqual(['EYEPOP_UNREACHABLE']);
  });

  it('has nothing left to do after the last frame', async () => {
    expect(await run(engineThatFails(down, 10))).toMatch(/9c$/);
    expect(asked).toEqual([]);
  });

  it('keeps the rate: the next frame is one step away', async () => {
    await run(engineThatFails(down, 4), { perSecond: 5 });
    expect(asked[0]?.part.fromNs).toBe(5 * tenth);
  });

  it('stays here once the cloud is lost, and says so once', async () => {
    const engine = engineThatFails(down);
    expect(engine.picturesAtOnce).toBe(8);
    for (let index = 0; index < 3; index += 1) {
      expect((await engine.picture('a.jpg', 0, signal)).engine).toBe('local');
    }
    expect(engine.picturesAtOnce).toBe(2);
    expect(told).toEqual(['EYEPOP_UNREACHABLE']);
  });

  it('does not give up the cloud for a source that it cannot read', async () => {
    const engine = engineThatFails(new ReticleError('EYEPOP_SOURCE_FAILED', { name: 'a', reason: 'odd' }));
    expect((await engine.picture('a.jpg', 0, signal)).engine).toBe('local');
    expect({ told, atOnce: engine.picturesAtOnce }).toEqual({ told: [], atOnce: 8 });
  });

  it('hands on what is no fault of the cloud', async () => {
    const gone = new ReticleError('MEDIA_GONE', { name: 'a' });
    await expect(engineThatFails(gone).picture('a.jpg', 0, signal)).rejects.toBe(gone);
    const stopped = AbortSignal.abort();
    await expect(engineThatFails(down).picture('a.jpg', 0, stopped)).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toEqual([]);
  });
});
