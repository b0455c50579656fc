import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EyePop, PopComponentType } from '@eyepop.ai/eyepop';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EyePopEmulator } from './emulator';
import { canClip, clip, makeClip, picture, removeClip, startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
beforeAll(makeClip);
afterAll(async () => {
  removeClip();
  await inference.close();
});

const regions = {
  components: [{ type: PopComponentType.INFERENCE as const, id: 1, model: 'eyepop.sam.small:latest' }],
};
const people = { components: [{ type: PopComponentType.INFERENCE as const, model: 'eyepop.person:latest' }] };

let emulator: EyePopEmulator;
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine, {
    pops: { coins: { pop: engine.read(regions), isProduction: false } },
  });
});
afterEach(() => emulator.close());

const connect = (popId = 'transient') =>
  EyePop.workerEndpoint({ eyepopUrl: emulator.url, auth: { secretKey: emulator.options.apiKey }, popId }).connect();
type Line = {
  readonly source_id?: string;
  readonly timestamp?: number;
  readonly objects?: readonly { classLabel: string }[];
};
async function all(lines: AsyncIterable<Line>): Promise<Line[]> {
  const read: Line[] = [];
  for await (const line of lines) read.push(line);
  return read;
}
const shape = () =>
  emulator.log.entries.map(({ method, path, status }) => `${method} ${path.replace(/[0-9a-f-]{36}/g, '*')} ${status}`);

/** A web server with one file, for sources that go by their URL. */
async function served(path: string) {
  const server = createServer((_, response) => createReadStream(path).pipe(response));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`, close: () => server.close() };
}

describe("EyePop's own Node SDK 1.18.1, unchanged", () => {
  it('connects, changes the Pop, processes a file, disconnects, and is answered on every call', async () => {
    const endpoint = await connect();
    expect(await all(await endpoint.process({ path: picture }))).toMatchObject([{ objects: [] }]);
    await endpoint.changePop(regions);
    const [line] = await all(await endpoint.process({ path: picture }, [{ componentId: 1, values: {} }]));
    await endpoint.disconnect();
    expect(line?.objects?.length).toBeGreaterThan(1);
    expect(shape()).toEqual([
      'POST /authentication/token 200',
      'GET /workers/config 200',
      'POST /worker/pipelines 200',
      'GET /worker/pipelines/* 200',
      'PATCH /worker/pipelines/*/source 204',
      'POST /worker/pipelines/*/source 200',
      'PATCH /worker/pipelines/*/pop 204',
      'POST /worker/pipelines/*/source 200',
      'DELETE /worker/pipelines/* 204',
    ]);
  });

  it('processes a URL', async () => {
    const endpoint = await connect();
    await endpoint.changePop(regions);
    const file = await served(picture);
    const [line] = await all(await endpoint.process({ url: file.url }));
    file.close();
    await endpoint.disconnect();
    expect(line?.objects?.length).toBeGreaterThan(1);
  });

  it('hears from an error event that a source cannot be had', async () => {
    const endpoint = await connect();
    await expect(all(await endpoint.process({ url: 'http://127.0.0.1:1/' }))).rejects.toMatch(/Error event for source/);
    await expect(all(await endpoint.process({ assetUuid: 'none' }))).rejects.toMatch(/there is no asset none/);
    await endpoint.disconnect();
  });

  it('starts a named Pop only when it is told to', async () => {
    const endpoint = await connect('coins');
    const [line] = await all(await endpoint.process({ path: picture }));
    await endpoint.disconnect();
    expect(line?.objects?.length).toBeGreaterThan(1);
    const asked = emulator.log.entries.filter(({ path }) => path === '/pops/coins/config');
    expect(asked.map(({ query }) => query)).toEqual([{ auto_start: 'false' }, { auto_start: 'true' }]);
  });

  it('asks for no token where the emulator stands on premises, with paths for URLs', async () => {
    const local = await EyePopEmulator.start(engine, { isLocal: true, hasRelativeUrls: true });
    const eyepopUrl = `${local.url}/standalone`;
    const endpoint = await EyePop.workerEndpoint({ eyepopUrl, isLocalMode: true, popId: 'transient' }).connect();
    await endpoint.changePop(regions);
    const [line] = await all(await endpoint.process({ path: picture }));
    await endpoint.disconnect();
    await local.close();
    expect(line?.objects?.length).toBeGreaterThan(1);
    expect(local.log.routes).not.toContain('POST /standalone/authentication/token');
  });

  it('gets a new pipeline when its own has idled out', async () => {
    const endpoint = await connect();
    emulator.pipelines.deleteAll();
    const file = await served(picture);
    // Not a path: the SDK sends the stream of a file that it has read already.
    expect(await all(await endpoint.process({ url: file.url }))).toHaveLength(1);
    file.close();
    await endpoint.disconnect();
    expect(shape().filter((line) => / 404$|POST .*pipelines /.test(line))).toEqual([
      'POST /worker/pipelines 200',
      'PATCH /worker/pipelines/*/source 404',
      'POST /worker/pipelines 200',
    ]);
  });

  it.skipIf(!canClip).each([
    { videoMode: 'stream', answers: ['POST prepareSource 200', 'POST source 204'] },
    { videoMode: 'buffer', answers: ['POST source 200'] },
  ])('processes a video in mode $videoMode, frame by frame (fixtures needed)', async ({ videoMode, answers }) => {
    const endpoint = await connect();
    await endpoint.changePop(people);
    const size = (await stat(clip)).size;
    const source = { stream: createReadStream(clip), mimeType: 'video/mp4', size, videoMode };
    const lines = await all(await endpoint.process(source as never));
    await endpoint.disconnect();
    expect(lines).toHaveLength(25);
    expect(lines.map(({ timestamp = 0 }) => Math.round(timestamp / 4e7))).toEqual(lines.map((_, index) => index));
    const labels = lines.flatMap(({ objects = [] }) => objects.map(({ classLabel }) => classLabel));
    expect(new Set(labels)).toEqual(new Set(['person']));
    expect(labels.length).toBeGreaterThan(25);
    const jobs = shape().filter((line) => /POST .*ource /.test(line));
    expect(jobs.map((line) => line.replace(/ \/.*\//, ' '))).toEqual(answers);
  });
});
