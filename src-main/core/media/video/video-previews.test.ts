import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaId } from '#common/contract/media';
import { Changes } from '../../changes';
import { decodeFrames } from '../../local/video/video-frames';
import type { StoredMedia } from '../media-store';
import { findFfmpeg } from './ffmpeg-programs';
import { readFrameIndex } from './frame-index';
import { probeVideo } from './probe-video';
import { canMakeVideos, everyMs, numbered, numberedVideo, numberOf } from './test-videos.builder';
import { VideoPreviews } from './video-previews';

const { signal } = new AbortController();
const id = '00000000-0000-4000-8000-000000000000' as MediaId; // a brand for a literal
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-preview-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function previewsOf(path: string) {
  const video = await probeVideo(path, await findFfmpeg(), signal).catch(() => null);
  // Of the item only these are asked for.
  const item = { id, path, name: 'a video', video } as StoredMedia;
  return new VideoPreviews(join(folder, 'cache'), { get: () => item }, new Changes());
}

async function settled(previews: VideoPreviews): Promise<string> {
  for (;;) {
    const { state } = await previews.state(id);
    if (state !== 'making') return state;
    await new Promise(setImmediate);
  }
}

describe.skipIf(!canMakeVideos)('a preview copy', () => {
  it('has the frames of the original at their own times, and is made once', async () => {
    const uneven = everyMs(60, 1).map((index) => 1500 + index * 40 + ((index * 37) % 30));
    const path = numberedVideo(folder, 'old.mkv', uneven, ['-c:v', 'ffv1']);
    const previews = await previewsOf(path);
    expect(await previews.state(id)).toMatchObject({ state: 'none' });
    expect(await previews.make(id)).toMatchObject({ state: 'making' });
    expect(await settled(previews)).toBe('ready');
    const programs = await findFfmpeg();
    const read = async (file: string) => (await readFrameIndex(file, programs, () => {}, signal)).timestampsNs;
    const [before, after] = [await read(path), await read(previews.pathOf(id))];
    expect(after).toHaveLength(before.length);
    for (const [frame, time] of before.entries()) expect(Math.abs((after[frame] ?? 0) - time)).toBeLessThan(1e5);
    const request = { ffmpeg: programs.ffmpeg, size: numbered, sampling: { every: 1 }, fromNs: null, toNs: null };
    const numbers: number[] = [];
    for await (const { pixels } of decodeFrames({ ...request, path: previews.pathOf(id) }, signal))
      numbers.push(numberOf(pixels.data));
    expect(numbers).toEqual(everyMs(60, 1));
    expect(await previews.make(id)).toMatchObject({ state: 'ready' });
  });

  it('leaves nothing behind when it is cancelled or cannot be made', async () => {
    rmSync(join(folder, 'cache'), { recursive: true, force: true });
    const path = numberedVideo(folder, 'cancelled.mkv', everyMs(300, 40), ['-c:v', 'ffv1']);
    const cancelled = await previewsOf(path);
    await cancelled.make(id);
    cancelled.cancel(id);
    expect(await settled(cancelled)).toBe('none');
    const gone = await previewsOf(join(folder, 'no-such.mkv'));
    await gone.make(id);
    expect(await settled(gone)).toBe('failed');
    expect(await gone.state(id)).toMatchObject({ error: { code: 'VIDEO_ENCODER_FAILED' } });
    const left = join(folder, 'cache', id);
    while (existsSync(left) && readdirSync(left).some((name) => name.endsWith('.part')))
      await new Promise(setImmediate);
    expect(existsSync(left) ? readdirSync(left) : []).toEqual([]);
  });
});
