import { join } from 'node:path';
import { EyePop } from '@eyepop.ai/eyepop';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Prediction } from '#common/prediction/prediction';
import { AccountToken } from '#core/eyepop/account-token';
import { ComputeSession } from '#core/eyepop/compute-session';
import { readPredictions } from '#core/eyepop/prediction-lines';
import { testEntry } from '#core/local/bundle-inference-process';
import { InferenceClient } from '#core/local/inference-client';
import { bindPop } from '#core/pops/bind-pop';
import { forkNodeProcess } from '../../../src-main/node/fork-process';
import { EyePopEmulator } from './emulator';
import { readLocalModels } from './local-models';
import { PopEngine } from './pop-engine';

const resources = join(import.meta.dirname, '..', '..', '..', 'resources');
const picture = join(resources, 'samples', 'coins-on-cloth.jpg');
const pop = { components: [{ type: 'inference', model: 'regions' }] };
const never = () => new AbortController().signal;

const local = new InferenceClient(
  () => forkNodeProcess(testEntry),
  () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
  pino({ enabled: false }),
);
const models = await readLocalModels([join(resources, 'models')]);
const engine = new PopEngine(local, models);
afterAll(() => local.close());
const infer = async (path: string, signal: AbortSignal) => {
  const bound = bindPop({ components: [{ type: 'inference', model: 'regions' }] }, { models, bindings: [] });
  return (await local.analysePop(path, bound, 0.3, signal)).prediction;
};

let emulator: EyePopEmulator;
let nowMs = 0;
let waits: number[] = [];
const net = {
  fetch,
  now: () => new Date(nowMs),
  wait: async (ms: number) => {
    waits.push(ms);
    nowMs += ms;
  },
};
beforeEach(async () => {
  waits = [];
  emulator = await EyePopEmulator.start(engine, { apiKey: 'key-1' });
});
afterEach(() => emulator.close());

const open = (apiKey = 'key-1') =>
  ComputeSession.open(net, { url: emulator.url, apiKey, readyTimeoutMs: 60_000, pollIntervalMs: 2000 }, pop, never());
async function all(predictions: AsyncIterable<Prediction>): Promise<Prediction[]> {
  const read: Prediction[] = [];
  for await (const prediction of predictions) read.push(prediction);
  return read;
}
const upload = async (session: ComputeSession) => all(session.analyse(picture, 'image/jpeg', never()));
const count = (part: string) => emulator.log.routes.filter((route) => route.includes(part)).length;

describe('our client and the emulator', () => {
  it('answers an uploaded picture as the local engine does, and closes no more than its pipeline', async () => {
    emulator.sessions.script.push('pending', 'pipeline_creating');
    const session = await open();
    const [prediction] = await upload(session);
    const mine = await infer(picture, never());
    expect(prediction?.objects).toEqual(JSON.parse(JSON.stringify(mine.objects)));
    expect(prediction?.objects?.length).toBeGreaterThan(1);
    expect(waits).toEqual([2000, 2000]);
    await session.close(never());
    expect(emulator.log.routes.filter((route) => /^(PATCH|DELETE)/.test(route))).toEqual([
      expect.stringMatching(/^DELETE .*pipelines/),
    ]);
  });

  it('sends the whole file again after 503 and after an expired token, which is renewed once', async () => {
    const session = await open();
    emulator.faults.add({ route: '/source', status: 503, count: 2 });
    emulator.tokens.expireAll();
    const results = await Promise.all([upload(session), upload(session), upload(session)]);
    for (const [prediction] of results) expect(prediction?.objects?.length).toBeGreaterThan(1);
    expect(count('authenticate')).toBe(1);
    // Two of the three waited, or one waited twice, as the requests happened to arrive.
    expect(waits).toHaveLength(2);
  });

  it.each([
    { status: 403, code: 'EYEPOP_REFUSED', tries: 1, waited: [] },
    { status: 404, code: 'EYEPOP_REFUSED', tries: 1, waited: [] },
    { status: 500, code: 'EYEPOP_REFUSED', tries: 4, waited: [1000, 2000, 4000] },
    { status: 401, code: 'EYEPOP_KEY_REFUSED', tries: 2, waited: [] },
  ])('ends in $code at status $status after $tries tries', async ({ status, code, tries, waited }) => {
    const session = await open();
    emulator.faults.add({ route: '/source', status, count: 9 });
    await expect(upload(session)).rejects.toMatchObject({ code });
    expect(count('/source')).toBe(tries);
    expect(waits).toEqual(waited);
  });

  it('never makes a session twice, whatever the answer was', async () => {
    emulator.faults.add({ route: 'POST /v1/sessions', status: 503, count: 1 });
    await expect(open()).rejects.toMatchObject({ code: 'EYEPOP_REFUSED', params: { status: 503 } });
    expect(count('POST /v1/sessions')).toBe(1);
  });

  it('ends in one typed error, and no half prediction, when the answer breaks off', async () => {
    const session = await open();
    emulator.faults.add({ route: '/source', cutAfterLines: 0 });
    await expect(upload(session)).rejects.toMatchObject({ code: 'EYEPOP_UNREACHABLE' });
    expect((await upload(session))[0]?.objects?.length).toBeGreaterThan(1);
  });

  it('says that a file is gone, and sends nothing', async () => {
    const session = await open();
    const gone = all(session.analyse(`${picture}.gone`, 'image/jpeg', never()));
    await expect(gone).rejects.toMatchObject({ code: 'MEDIA_GONE' });
    expect(count('/source')).toBe(0);
  });

  it('ends with the reason of the signal when it is cancelled', async () => {
    const session = await open();
    const stopped = new AbortController();
    const running = all(session.analyse(picture, 'image/jpeg', stopped.signal));
    stopped.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says what is wrong with a key, a dead session and one that never becomes ready', async () => {
    await expect(open('wrong')).rejects.toMatchObject({ code: 'EYEPOP_KEY_REFUSED' });
    emulator.sessions.script.push('pending', 'failed');
    await expect(open()).rejects.toMatchObject({ code: 'EYEPOP_SESSION_DEAD', params: { status: 'failed' } });
    emulator.sessions.script.push(...Array<string>(40).fill('pending'));
    await expect(open()).rejects.toMatchObject({ code: 'EYEPOP_NOT_READY', params: { seconds: 60 } });
  });
});

it("is spoken to by EyePop's own SDK, unchanged", async () => {
  const auth = { secretKey: 'key-1' };
  const endpoint = await EyePop.workerEndpoint({ eyepopUrl: emulator.url, auth, popId: 'transient' }).connect();
  await endpoint.changePop(pop as never);
  const objects: unknown[] = [];
  for await (const prediction of await endpoint.process({ path: picture })) objects.push(...(prediction.objects ?? []));
  await endpoint.disconnect();
  expect(objects.length).toBeGreaterThan(1);
  expect(emulator.log.routes.at(-1)).toMatch(/^DELETE .*pipelines/);
});

describe('AccountToken', () => {
  it('asks once for a hundred that were refused, and again 60 s before it expires', async () => {
    let asked = 0;
    const token = new AccountToken(
      async () => {
        asked += 1;
        return { access_token: `token-${asked}`, expires_in: 100 };
      },
      () => new Date(nowMs),
    );
    const first = await token.get();
    await Promise.all(Array.from({ length: 100 }, () => token.replace(first)));
    expect(asked).toBe(2);
    nowMs += 39_999;
    expect(await token.get()).toBe('token-2');
    nowMs += 1;
    expect(await token.get()).toBe('token-3');
  });
});

describe('readPredictions', () => {
  const chunksOf = async function* (bytes: Uint8Array, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const line = '{"source_width":1,"source_height":2,"texts":[{"text":"é\u2028世界"}]}\n';

  it.each([1, 2, 3, 7, 1000])('reads lines cut every %i bytes', async (size) => {
    const bytes = Buffer.from(`${line}\n{"event":{"type":"prepared","source_id":"a"}}\n${line.trimEnd()}`);
    const read = await all(readPredictions(chunksOf(bytes, size), 'a'));
    expect(read.map(({ texts }) => texts?.[0]?.text)).toEqual(['é\u2028世界', 'é\u2028世界']);
  });

  it.each([
    { name: 'an error event', text: '{"event":{"type":"error","message":"no"}}', code: 'EYEPOP_SOURCE_FAILED' },
    { name: 'no JSON', text: '<html>', code: 'EYEPOP_BAD_ANSWER' },
    { name: 'another shape', text: '{"a":1}', code: 'EYEPOP_BAD_ANSWER' },
    { name: 'a line that does not end', text: 'x'.repeat(2000), code: 'EYEPOP_BAD_ANSWER' },
  ])('gives what came before $name, then $code', async ({ text, code }) => {
    const seen: Prediction[] = [];
    const reading = async () => {
      for await (const one of readPredictions(chunksOf(Buffer.from(line + text), 16), 'a', 1000)) seen.push(one);
    };
    await expect(reading()).rejects.toMatchObject({ code });
    expect(seen).toHaveLength(1);
  });
});
