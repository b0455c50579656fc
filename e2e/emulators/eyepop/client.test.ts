import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EyePopWorker } from '#core/eyepop/eyepop-worker';
import { bindPop } from '#core/pops/bind-pop';
import { all, aPicture, ClientUnderTest, never } from './client.builder';
import { EyePopEmulator } from './emulator';
import { picture, regionsPop, startEngine } from './emulator.builder';

const { engine, inference, models } = await startEngine();
afterAll(() => inference.close());

let emulator: EyePopEmulator;
let client: ClientUnderTest;
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine, { apiKey: 'key-1' });
  client = new ClientUnderTest(() => emulator);
});
afterEach(async () => {
  await emulator.close();
  expect(client.net.timersLeft).toBe(0);
});

const look = (worker: EyePopWorker) => all(worker.analyse(aPicture, {}, never()));

describe('our client and the emulator', () => {
  it('answers an uploaded picture as the local engine does, and removes no more than its pipeline', async () => {
    emulator.sessions.script.push('pending', 'pipeline_creating');
    const worker = await client.connect();
    const [prediction] = await look(worker);
    const bound = bindPop({ components: [{ type: 'inference', model: 'regions' }] }, { models, bindings: [] });
    const mine = (await inference.analysePop(picture, bound, 0.3, never())).prediction;
    expect(prediction?.objects).toEqual(JSON.parse(JSON.stringify(mine.objects)));
    expect(prediction?.objects?.length).toBeGreaterThan(1);
    expect(client.net.waits).toEqual([2000, 2000]);
    expect(await worker.disconnect(never())).toBe(true);
    const changes = emulator.log.routes.filter((route) => /^(PATCH|DELETE)/.test(route));
    expect(changes).toEqual([expect.stringMatching(/^DELETE .*pipelines/)]);
    expect(emulator.sessions.living).toHaveLength(1);
  });

  it('asks for one token for a hundred that are refused at once', async () => {
    const worker = await client.connect();
    emulator.tokens.expireAll();
    const read = await Promise.all(Array.from({ length: 100 }, () => worker.pipeline(never())));
    expect(new Set(read.map(({ id }) => id)).size).toBe(1);
    expect(client.count('authenticate')).toBe(1);
    emulator.tokens.expireAll();
    await Promise.all(Array.from({ length: 100 }, () => worker.pipeline(never())));
    expect(client.count('authenticate')).toBe(2);
  });

  it('uses the token of the session until a minute before its end', async () => {
    const worker = await client.connect();
    client.net.advance(3_539_999);
    await worker.pipeline(never());
    expect(client.count('authenticate')).toBe(0);
    client.net.advance(1);
    await worker.pipeline(never());
    expect(client.count('authenticate')).toBe(1);
  });

  it('asks the documented route where the real one is not there', async () => {
    const worker = await client.connect();
    emulator.tokens.expireAll();
    emulator.faults.add({ route: 'POST /v1/auth/authenticate', status: 404 });
    await worker.pipeline(never());
    expect(emulator.log.routes.at(-2)).toBe(`POST /v1/sessions/${worker.session?.uuid}/token`);
  });

  it('sends the whole file again after 503 and after an expired token', async () => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', status: 503, count: 2 });
    emulator.tokens.expireAll();
    const [prediction] = await look(worker);
    expect(prediction?.objects?.length).toBeGreaterThan(1);
    expect(client.net.waits).toEqual([1000, 2000]);
    const sizes = emulator.log.entries.filter(({ path }) => path.endsWith('/source')).map(({ bodyBytes }) => bodyBytes);
    expect(new Set(sizes.slice(-1))).toEqual(new Set([client.net.trace.entries.at(-1)?.bytesSent]));
  });
});

it('runs a Pop that was put in the place of another', async () => {
  const worker = await client.connect({}, { components: [] });
  expect((await look(worker))[0]?.objects).toEqual([]);
  await worker.changePop(regionsPop, never());
  expect((await look(worker))[0]?.objects?.length).toBeGreaterThan(1);
  const refused = worker.changePop({ components: [{ type: 'inference', ability: 'eyepop.pose' }] }, never());
  await expect(refused).rejects.toMatchObject({ code: 'EYEPOP_POP_REFUSED' });
});
