import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedBearer } from '#core/eyepop/api-caller';
import { ComputeSessions } from '#core/eyepop/compute-sessions';
import type { EyePopConnection } from '#core/eyepop/eyepop-connection';
import { EyePopWorker, usualOptions } from '#core/eyepop/eyepop-worker';
import { parsePop } from '#core/pops/parse-pop';
import { all, aPicture, ClientUnderTest, never, oldConnectionTo } from './client.builder';
import { EyePopEmulator } from './emulator';
import { regionsPop, startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
afterAll(() => inference.close());

let emulator: EyePopEmulator;
let client: ClientUnderTest;
let sessions: ComputeSessions;
beforeEach(async () => {
  const pop = parsePop(regionsPop);
  const pops = { dev: { pop, isProduction: false }, prod: { pop, isProduction: true } };
  emulator = await EyePopEmulator.start(engine, { apiKey: 'key-1', pops });
  client = new ClientUnderTest(() => emulator);
  sessions = new ComputeSessions(client.net, emulator.url, fixedBearer('key-1'));
});
afterEach(() => emulator.close());

const found = async (worker: EyePopWorker) =>
  (await all(worker.analyse(aPicture, {}, never())))[0]?.objects?.length ?? 0;
const nameless = { name: null, pipelineImage: null, pipelineVersion: null, pop: null };

describe('compute sessions', () => {
  it('are made, listed, met again and deleted with proof', async () => {
    const made = await sessions.create({ ...nameless, name: 'mine', pipelineVersion: '9', pop: regionsPop }, never());
    expect(made).toMatchObject({
      ...{ name: 'mine', pipelineVersion: '9', status: 'running', isActive: true, isPersistent: false },
      ...{ pipelineError: null, pipelineTtlSeconds: null, message: '', userUuid: 'emulated-user' },
      token: { value: expect.any(String), expiresAtMs: client.net.nowMs + 3_600_000 },
    });
    expect(made.pipelineIds).toHaveLength(1);
    expect((await sessions.list(never())).map(({ uuid }) => uuid)).toEqual([made.uuid]);
    expect((await sessions.get(made.uuid, never())).endpoint).toBe(`${emulator.url}/session/${made.uuid}`);
    expect(await sessions.delete(made.uuid, never())).toBe(true);
    expect(await sessions.delete(made.uuid, never())).toBe(true);
    expect(await sessions.list(never())).toEqual([]);
    await expect(sessions.get(made.uuid, never())).rejects.toMatchObject({ code: 'EYEPOP_SESSION_GONE' });
  });

  it('are looked for at the documented place where the real one is not there; none is no error', async () => {
    emulator.faults.add({ route: ' /v1/sessions', status: 404, count: 2 });
    const { uuid } = await sessions.create(nameless, never());
    expect((await sessions.list(never())).map((session) => session.uuid)).toEqual([uuid]);
    expect(emulator.log.routes.filter((route) => route.includes('/v1/auth/sessions'))).toHaveLength(2);
    emulator.faults.add({ route: 'GET /v1', status: 404, count: 2 });
    expect(await sessions.list(never())).toEqual([]);
  });

  it('are taken over by their name when they are alive, without touching the pipelines in them', async () => {
    const first = await client.connect({ sessionName: 'ours' });
    const second = await client.connect({ sessionName: 'ours' });
    expect(second.session?.uuid).toBe(first.session?.uuid);
    expect(emulator.pipelines.ids).toHaveLength(2);
    await second.disconnect(never());
    expect(await found(first)).toBeGreaterThan(1);
    const third = await client.connect({ sessionName: 'ours-too' });
    expect(third.session?.uuid).not.toBe(first.session?.uuid);
  });

  it('that are dead are not taken over', async () => {
    const first = await client.connect({ sessionName: 'ours' });
    const [session] = emulator.sessions.living;
    if (session) emulator.sessions.stop(session);
    const second = await client.connect({ sessionName: 'ours' });
    expect(second.session?.uuid).not.toBe(first.session?.uuid);
    emulator.sessions.script.push('stopped');
    const third = client.connect({ sessionUuid: second.session?.uuid ?? '' });
    await expect(third).rejects.toMatchObject({ code: 'EYEPOP_SESSION_DEAD', params: { status: 'stopped' } });
  });

  it('of nobody in particular are never taken over', async () => {
    const first = await client.connect();
    const second = await client.connect();
    expect(second.session?.uuid).not.toBe(first.session?.uuid);
    expect(client.count('GET /v1/sessions')).toBe(0);
  });

  it('made without a Pop get a pipeline of ours in them', async () => {
    const { uuid } = await sessions.create(nameless, never());
    await expect(client.connect({ sessionUuid: uuid }, null)).rejects.toMatchObject({ code: 'EYEPOP_POP_NOT_STARTED' });
    const worker = await client.connect({ sessionUuid: uuid });
    expect(await found(worker)).toBeGreaterThan(1);
    await worker.disconnect(never());
    expect(emulator.pipelines.ids).toEqual([]);
    expect((await sessions.get(uuid, never())).status).toBe('running');
  });
});

describe('worker v1', () => {
  const connectOld = (over: Partial<EyePopConnection>, pop: object | null = regionsPop) =>
    EyePopWorker.connect(client.net, oldConnectionTo(emulator, over), pop, usualOptions, never());

  it('runs a Pop of ours in a pipeline that is gone afterwards', async () => {
    const worker = await connectOld({});
    expect(await found(worker)).toBeGreaterThan(1);
    await worker.changePop({ components: [] }, never());
    expect(await found(worker)).toBe(0);
    expect(await worker.disconnect(never())).toBe(true);
    expect(emulator.pipelines.ids).toEqual([]);
    expect(client.count('authentication/token')).toBe(1);
  });

  it('runs Pops that go by a name, and leaves those alone', async () => {
    for (const popId of ['dev', 'prod']) {
      const worker = await connectOld({ popId }, null);
      expect(await found(worker)).toBeGreaterThan(1);
      await worker.disconnect(never());
    }
    expect(emulator.pipelines.ids).toHaveLength(2);
    const worker = await connectOld({ popId: 'prod' }, null);
    await expect(worker.changePop({ components: [] }, never())).rejects.toMatchObject({ code: 'EYEPOP_POP_FIXED' });
    expect(emulator.log.routes.filter((route) => /^(PATCH|DELETE)/.test(route))).toEqual([]);
  });

  it('says that it knows no such Pop, or no such key', async () => {
    const unknown = connectOld({ popId: 'nobody' }, null);
    await expect(unknown).rejects.toMatchObject({ code: 'EYEPOP_POP_UNKNOWN', params: { pop: 'nobody' } });
    const wrong = connectOld({ credentials: { kind: 'secretKey', key: 'wrong' } });
    await expect(wrong).rejects.toMatchObject({ code: 'EYEPOP_KEY_REFUSED' });
  });

  it('finds a worker that is named by a path alone', async () => {
    const other = await EyePopEmulator.start(engine, { apiKey: 'key-1', hasRelativeUrls: true });
    const connection = oldConnectionTo(other);
    const worker = await EyePopWorker.connect(client.net, connection, regionsPop, usualOptions, never());
    expect(await found(worker)).toBeGreaterThan(1);
    await other.close();
  });
});

it('asks nobody for a key on premises', async () => {
  const local = await EyePopEmulator.start(engine, { isLocal: true });
  const worker = await client.connect({ url: local.url, credentials: { kind: 'apiKey', key: '<local api key>' } });
  expect(await found(worker)).toBeGreaterThan(1);
  await local.close();
});
