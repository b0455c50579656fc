import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EyePopWorker } from '#core/eyepop/eyepop-worker';
import type { JobChange } from '#core/eyepop/job-metrics';
import type { Source, SourceOptions } from '#core/eyepop/source';
import { callerOf, readAs } from './caller.builder';
import { all, aPicture, ClientUnderTest, never } from './client.builder';
import { EyePopEmulator } from './emulator';
import { picture, startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
const photo = await openAsBlob(picture, { type: 'image/jpeg' });
const photos = createServer(async (_, response) => response.end(Buffer.from(await photo.arrayBuffer())));
photos.listen(0, '127.0.0.1');
await once(photos, 'listening');
// A listening TCP server has an address with a port.
const url = `http://127.0.0.1:${(photos.address() as AddressInfo).port}/coins.jpg`;
afterAll(async () => {
  photos.close();
  await inference.close();
});

let emulator: EyePopEmulator;
let client: ClientUnderTest;
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine, { apiKey: 'key-1' });
  client = new ClientUnderTest(() => emulator);
});
afterEach(() => emulator.close());

const look = async (worker: EyePopWorker, source: Source, options: SourceOptions = {}) =>
  (await all(worker.analyse(source, options, never())))[0];
const last = () => emulator.log.entries.at(-1);
const bodyOf = () => z.record(z.string(), z.unknown()).parse(JSON.parse(last()?.body ?? '{}'));
const file = { path: picture, mediaType: 'image/jpeg' };

describe('a source', () => {
  it('is found alike as an upload, an address, an asset and a group of one', async () => {
    const worker = await client.connect();
    const uploaded = await look(worker, aPicture);
    expect(last()).toMatchObject({ method: 'POST', query: { mode: 'queue', processing: 'sync', version: '2' } });
    expect(last()?.headers).toMatchObject({ accept: 'application/jsonl', 'content-type': 'image/jpeg' });
    const caller = callerOf(emulator);
    const dataset = await readAs(Row, caller.send('POST /datasets?account_uuid=acc', 'key-1', { name: 'coins' }));
    const type = { 'content-type': photo.type };
    const asset = await readAs(
      Row,
      caller.call(`POST /assets?dataset_uuid=${dataset.uuid}`, 'key-1', { body: photo, headers: type }),
    );
    for (const source of [
      { kind: 'url', url },
      { kind: 'urls', urls: [url] },
      { kind: 'asset', uuid: asset.uuid },
      { kind: 'files', files: [file] },
    ] as const) {
      expect((await look(worker, source))?.objects).toEqual(uploaded?.objects);
    }
  });

  it('may be several pictures for one prediction, in their order', async () => {
    const worker = await client.connect();
    const one = await look(worker, aPicture);
    const group = await look(worker, { kind: 'files', files: [file, file] });
    expect(group?.source_height).toBe(2 * (one?.source_height ?? 0));
    const named = await look(worker, { kind: 'urls', urls: [url, url] });
    expect(named?.objects).toEqual(group?.objects);
    expect(bodyOf()).toMatchObject({ sourceType: 'GROUP', version: 2 });
    for (const count of [0, 17]) {
      const files = Array.from({ length: count }, () => file);
      await expect(look(worker, { kind: 'files', files })).rejects.toMatchObject({ code: 'EYEPOP_SOURCES_COUNT' });
    }
  });

  it('is looked at as its options say, uploaded or named', async () => {
    const worker = await client.connect();
    const whole = await look(worker, aPicture);
    const left = { type: 'rectangle', x: 0, y: 0, width: (whole?.source_width ?? 0) / 2, height: 9999 } as const;
    const uploaded = await look(worker, aPicture, { roi: left });
    expect(uploaded?.objects?.length).toBeLessThan(whole?.objects?.length ?? 0);
    expect(uploaded?.objects?.length).toBeGreaterThan(0);
    expect((await look(worker, { kind: 'url', url }, { roi: left }))?.objects).toEqual(uploaded?.objects);
    await look(
      worker,
      { kind: 'url', url },
      { version: 1, fps: '5/1', mediaCacheSeconds: 9, motion: { motionGap: 2 } },
    );
    expect(bodyOf()).toEqual({ sourceType: 'URL', url, version: 1, fps: '5/1', mediaCacheSeconds: 9, motionGap: 2 });
    const params = [{ componentId: 1, values: { prompt: 'a coin' } }];
    // What the local engine behind the emulator cannot do it refuses; that it heard of it is what counts here.
    await expect(look(worker, aPicture, { params })).rejects.toMatchObject({ code: 'EYEPOP_SOURCE_FAILED' });
    await expect(look(worker, aPicture, { fps: '5' })).rejects.toMatchObject({ code: 'EYEPOP_SETTINGS' });
  });

  it('says what is wrong with it', async () => {
    const worker = await client.connect();
    const gone = { kind: 'url', url: 'http://127.0.0.1:1/gone.jpg' } as const;
    await expect(look(worker, gone)).rejects.toMatchObject({
      code: 'EYEPOP_SOURCE_FAILED',
      params: { name: gone.url },
    });
    const before = emulator.log.entries.length;
    const missing = { kind: 'file', path: `${picture}.gone`, mediaType: 'image/jpeg' } as const;
    await expect(look(worker, missing)).rejects.toMatchObject({ code: 'MEDIA_GONE' });
    expect(emulator.log.entries).toHaveLength(before);
  });
});

describe('jobs', () => {
  it('go from state to state, are counted, and wait when there are many', async () => {
    const changes: JobChange[] = [];
    const worker = await client.connect({}, undefined, { jobsAtOnce: 2, onJob: (change) => changes.push(change) });
    await Promise.all(Array.from({ length: 5 }, () => look(worker, aPicture)));
    const ofFirst = changes.filter(({ job }) => job === 'job-1').map(({ state }) => state);
    expect(ofFirst).toEqual(['created', 'started', 'inProgress', 'finished', 'drained']);
    emulator.faults.add({ route: '/source', status: 403 });
    await look(worker, aPicture).catch(() => {});
    expect(changes.slice(-2).map(({ state }) => state)).toEqual(['started', 'failed']);
    const { jobs, byState } = worker.numbers;
    expect(jobs).toBe(6);
    // Two were with the service at most, as counted here from those that had been let in.
    expect(byState.started.most + byState.inProgress.most).toBeLessThanOrEqual(4);
    expect(byState.created).toMatchObject({ now: 0, most: 5 });
    expect(byState.drained).toMatchObject({ now: 0, meanMsToReach: 0 });
  });

  it('are not stopped by others who come and go, only by who asks for it', async () => {
    const worker = await client.connect();
    const pipeline = emulator.pipelines.get(emulator.pipelines.ids[0] ?? '');
    // Held at the service: it has no more to say for a long while.
    emulator.faults.add({ route: '/source', stallAfterLines: 0 });
    const running = look(worker, aPicture);
    const ended = expect(running).rejects.toMatchObject({ code: 'EYEPOP_SOURCE_FAILED' });
    await expect.poll(() => pipeline?.jobCount).toBe(1);
    const other = await client.connect({ sessionUuid: worker.session?.uuid ?? '' });
    const guest = await client.connect({ sessionUuid: worker.session?.uuid ?? '' }, null);
    await guest.disconnect(never());
    await other.disconnect(never());
    expect(pipeline?.jobCount).toBe(1);
    await expect(guest.changePop({ components: [] }, never())).rejects.toMatchObject({ code: 'EYEPOP_POP_FIXED' });
    await expect(look(worker, aPicture, { mode: 'reject' })).rejects.toMatchObject({
      code: 'EYEPOP_REFUSED',
      params: { status: 409 },
    });
    await worker.stopAll(never());
    await ended;
    expect(last()).toMatchObject({ method: 'PATCH', query: { mode: 'preempt' } });
  });

  it('end when we disconnect', async () => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', stallAfterLines: 0 });
    const ended = expect(look(worker, aPicture)).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => client.count('/source')).toBe(1);
    await worker.disconnect(never());
    await ended;
  });
});

const Row = z.looseObject({ uuid: z.string() });
