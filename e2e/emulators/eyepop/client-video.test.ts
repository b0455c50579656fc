import { statSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '#core/eyepop/source';
import { all, ClientUnderTest, never } from './client.builder';
import { EyePopEmulator } from './emulator';
import { canClip, clip, makeClip, removeClip, startEngine } from './emulator.builder';
import { FlakyProxy } from './flaky-proxy.builder';

const { engine, inference } = await startEngine();
const video: Source = { kind: 'video', path: clip, mediaType: 'video/mp4' };
/** Finds nothing, and so is quick: what matters here are the frames. */
const emptyPop = { components: [] };

let emulator: EyePopEmulator;
let client: ClientUnderTest;
let proxy: FlakyProxy;
beforeAll(makeClip);
afterAll(async () => {
  removeClip();
  await inference.close();
});
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine, { apiKey: 'key-1' });
  client = new ClientUnderTest(() => emulator);
  proxy = new FlakyProxy(Number(new URL(emulator.url).port));
  await proxy.listen();
});
afterEach(async () => {
  await proxy.close();
  await emulator.close();
  expect(client.net.timersLeft).toBe(0);
});

describe.skipIf(!canClip)('a video that is uploaded', () => {
  const whole = Array.from({ length: 25 }, (_, frame) => frame);

  it('goes over one connection while what is found comes over another', async () => {
    const worker = await client.connect({}, emptyPop);
    let sent = 0;
    const watch = {
      onSent: (bytes: number) => {
        sent += bytes;
      },
    };
    const frames = await all(worker.analyse(video, {}, never(), watch));
    expect(frames.map(({ offset }) => offset)).toEqual(whole);
    expect(sent).toBe(statSync(clip).size);
    const [prepare, upload] = emulator.log.entries.slice(-2);
    expect(prepare?.query).toEqual({ timeout: '600s' });
    expect(upload?.query).toMatchObject({
      mode: 'queue',
      processing: 'async',
      version: '2',
      sourceId: expect.any(String),
    });
    expect(upload?.bodyBytes).toBe(sent);
  });

  it('is looked at at another rate', async () => {
    const worker = await client.connect({}, emptyPop);
    let sent = 0;
    const watch = {
      onSent: (bytes: number) => {
        sent += bytes;
      },
    };
    const options = { fps: '5/1', motion: { motionDetect: false } };
    const frames = await all(worker.analyse(video, options, never(), watch));
    // Without a Pop the emulator tells of all frames, whatever the rate.
    expect(frames).toHaveLength(25);
    expect(sent).toBe(emulator.log.entries.at(-1)?.bodyBytes);
    expect(emulator.log.entries.at(-1)?.headers['content-type']).toMatch(/^multipart\/form-data/);
    expect(emulator.log.entries.at(-1)?.query.motionDetect).toBe('false');
  });

  it('is sent again, whole, wherever its connection breaks: 50 places', async () => {
    emulator.url = proxy.url;
    const worker = await client.connect({}, emptyPop);
    const { size } = statSync(clip);
    let seed = 7;
    for (let round = 0; round < 50; round += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      const at = 1 + (seed % size);
      proxy.resets.push(at);
      const frames = await all(worker.analyse(video, {}, never()));
      expect({ at, frames: frames.map(({ offset }) => offset) }).toEqual({ at, frames: whole });
      expect(proxy.resets).toEqual([]);
    }
    expect(client.count('prepareSource')).toBe(100);
    // A hundred times through ffprobe, on a machine that may be busy.
  }, 180_000);

  it('ends with one typed error when every connection breaks', async () => {
    emulator.url = proxy.url;
    const worker = await client.connect({}, emptyPop);
    proxy.resets.push(...Array<number>(99).fill(2000));
    await expect(all(worker.analyse(video, {}, never()))).rejects.toMatchObject({
      code: expect.stringMatching(/^EYEPOP_(UNREACHABLE|SOURCE_FAILED)$/),
    });
    expect(client.count('prepareSource')).toBeLessThan(9);
  });

  it('outlives a token that expires between its two requests, or in the middle of the upload', async () => {
    const worker = await client.connect({}, emptyPop);
    emulator.faults.add({ route: '/source', status: 401 });
    expect(await all(worker.analyse(video, {}, never()))).toHaveLength(25);
    let isExpired = false;
    const watch = {
      onSent: () => {
        if (!isExpired) emulator.tokens.expireAll();
        isExpired = true;
      },
    };
    expect(await all(worker.analyse(video, {}, never(), watch))).toHaveLength(25);
    expect(await all(worker.analyse(video, {}, never()))).toHaveLength(25);
  });

  it.each([
    { name: 'breaks off', fault: { cutAfterLines: 9 }, code: 'EYEPOP_UNREACHABLE' },
    { name: 'is no JSON in the middle', fault: { truncateLine: 9 }, code: 'EYEPOP_BAD_ANSWER' },
    { name: 'tells of an error', fault: { errorAfterLines: 9 }, code: 'EYEPOP_SOURCE_FAILED' },
  ])('gives what came before its answer $name, and then says so', async ({ fault, code }) => {
    const worker = await client.connect({}, emptyPop);
    emulator.faults.add({ route: 'prepareSource', ...fault });
    const frames: unknown[] = [];
    const reading = async () => {
      for await (const { offset } of worker.analyse(video, {}, never())) frames.push(offset);
    };
    await expect(reading()).rejects.toMatchObject({ code });
    expect(frames).toEqual(whole.slice(0, 9));
  });

  it('needs an answer that says where to', async () => {
    const worker = await client.connect({}, emptyPop);
    client.net.fetch = async (...args) => {
      const isPrepare = String(args[0]).includes('prepareSource');
      return isPrepare ? new Response('{"source_width":1,"source_height":1}\n') : fetch(...args);
    };
    await expect(all(worker.analyse(video, {}, never()))).rejects.toMatchObject({ code: 'EYEPOP_UNPREPARED' });
  });

  it('stops at the server when the reader leaves or cancels', async () => {
    const worker = await client.connect();
    const pipeline = emulator.pipelines.get(emulator.pipelines.ids[0] ?? '');
    for await (const _ of worker.analyse(video, {}, never())) {
      expect(pipeline?.jobCount).toBe(1);
      break;
    }
    await expect.poll(() => pipeline?.jobCount).toBe(0);
    const stopped = new AbortController();
    const reading = async () => {
      for await (const _ of worker.analyse(video, {}, stopped.signal)) stopped.abort();
    };
    await expect(reading()).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => pipeline?.jobCount).toBe(0);
    expect(worker.numbers.byState).toMatchObject({ cancelled: { now: 0, most: 1 }, failed: { most: 0 } });
  });
});
