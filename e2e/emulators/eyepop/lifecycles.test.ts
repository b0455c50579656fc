import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Caller, callerOf, linesOf, readAs, Sessions } from './caller.builder';
import { EyePopEmulator } from './emulator';
import { picture, regionsPop, startEngine, TestClock } from './emulator.builder';

const { engine, inference } = await startEngine();
const photo = await readFile(picture);
afterAll(() => inference.close());

const key = 'eyp_emulated';
const stopped = [{ type: 'error', message: 'the source was stopped' }];
const hour = 3_600_000;
let clock: TestClock;
let emulator: EyePopEmulator;
let call: Caller['call'];
let send: Caller['send'];
beforeEach(async () => {
  clock = new TestClock();
  emulator = await EyePopEmulator.start(engine, { clock, sessionStartupMs: 3000, sessionIdleMs: 2 * hour });
  ({ call, send } = callerOf(emulator));
});
afterEach(() => emulator.close());

const Status = z.looseObject({ session_status: z.string() });
const newSession = async (query = '') =>
  (await readAs(Sessions, send(`POST /v1/sessions${query}`, key, { pop: regionsPop })))[0];
const newPipeline = async (body: object) => {
  const pipeline = z.looseObject({ id: z.string() });
  return `/pipelines/${(await readAs(pipeline, send('POST /pipelines', key, body))).id}`;
};
const upload = (pipeline: string, query = '') =>
  call(`POST ${pipeline}/source?version=2${query}`, key, { body: photo });
const statusOf = async (response: Promise<Response>) => (await response).status;

describe('a session', () => {
  it('starts step by step, then runs', async () => {
    const { session_endpoint: endpoint, session_status } = await newSession();
    const seen = [session_status];
    for (let second = 0; second < 4; second += 1) {
      seen.push((await readAs(Status, call(`GET ${endpoint}/health`, key))).session_status);
      clock.advance(1000);
    }
    expect(seen).toEqual(['pending', 'pending', 'pipeline_creating', 'pipeline_checking', 'running']);
  });

  it('is waited for by who asks to wait', async () => {
    const asked = newSession('?wait=true');
    await expect.poll(() => clock.sleeping).toBe(1);
    clock.advance(3000);
    expect((await asked).session_status).toBe('running');
  });

  it('says what a test has it say', async () => {
    const { session_endpoint: endpoint } = await newSession();
    await send('PUT /_emulator/session-statuses', key, ['upgrading', 'failed']);
    const ask = async () => (await readAs(Status, call(`GET ${endpoint}/health`, key))).session_status;
    expect([await ask(), await ask(), await ask()]).toEqual(['upgrading', 'failed', 'pending']);
  });

  it('says what is wrong with its Pop', async () => {
    const pop = { components: [{ type: 'inference', ability: 'eyepop.vehicle.license-plate:latest' }] };
    const answer = await (await send('POST /v1/sessions?wait=false', key, { pop })).json();
    const details = expect.stringContaining('eyepop.vehicle.license-plate:latest');
    expect(answer).toMatchObject([
      { session_status: 'pipeline_error', pipeline_error: { code: 'PIPELINE_001', details } },
    ]);
  });

  it('ends when it is deleted, or unused for long, and its pipeline with it', async () => {
    const { session_uuid: uuid } = await newSession();
    expect(await statusOf(call(`DELETE /v1/sessions/${uuid}`, key))).toBe(204);
    expect(await statusOf(call(`DELETE /v1/sessions/${uuid}`, key))).toBe(404);

    const { session_endpoint: endpoint, pipelines } = await newSession();
    clock.advance(2 * hour - 1);
    expect(await statusOf(call(`GET ${endpoint}/pipelines/${pipelines[0]?.id}`, key))).toBe(200);
    clock.advance(2 * hour - 1);
    expect(await statusOf(call(`GET ${endpoint}/health`, key))).toBe(200);
    clock.advance(2 * hour);
    expect(await statusOf(call(`GET ${endpoint}/health`, key))).toBe(404);
    expect(await statusOf(call(`GET /pipelines/${pipelines[0]?.id}`, key))).toBe(404);
    expect(await (await call('GET /v1/sessions', key)).json()).toEqual([]);
  });
});

describe('a token', () => {
  it('expires with time, is refused once told to, and cannot be made up', async () => {
    const { access_token: token, session_endpoint: endpoint } = await newSession();
    clock.advance(hour - 1);
    expect(await statusOf(call(`GET ${endpoint}/health`, token))).toBe(200);
    clock.advance(1);
    expect(await statusOf(call(`GET ${endpoint}/health`, token))).toBe(401);
    const { access_token: next } = await newSession();
    expect(await statusOf(call('GET /v1/sessions', next))).toBe(200);
    await call('POST /_emulator/tokens/expire', '');
    expect(await statusOf(call('GET /v1/sessions', next))).toBe(401);
    const [head, , signature] = next.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'account', iat: 0, exp: 1e12, era: 1 })).toString('base64url');
    expect(await statusOf(call('GET /v1/sessions', `${head}.${claims}.${signature}`))).toBe(401);
  });
});

describe('a pipeline', () => {
  it('is gone after it idled for as long as it was given, counted from its last job', async () => {
    const pipeline = await newPipeline({ pop: regionsPop, idleTimeoutSeconds: 30 });
    clock.advance(29_999);
    await (await upload(pipeline)).text();
    clock.advance(29_999);
    expect(await statusOf(call(`GET ${pipeline}`, key))).toBe(200);
    clock.advance(1);
    expect(await statusOf(upload(pipeline))).toBe(404);
  });

  it('takes no Pop that EyePop would refuse, or that cannot run here, and says why', async () => {
    const answer = await send('POST /pipelines', key, { pop: { components: [{ type: 'inference', abilty: 'x' }] } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ details: expect.stringContaining('abilty') });
  });

  it('finds only what is in the region asked for', async () => {
    const pipeline = await newPipeline({ pop: regionsPop });
    const [whole] = await linesOf(upload(pipeline));
    const form = new FormData();
    const roi = { type: 'rectangle', x: 0, y: 0, width: 600, height: 600 };
    form.append('roi', new Blob([JSON.stringify(roi)], { type: 'application/json' }));
    form.append('file', new Blob([photo]));
    const [part] = await linesOf(call(`POST ${pipeline}/source?version=2`, key, { body: form }));
    expect(part?.objects?.length).toBeGreaterThan(0);
    expect(part?.objects?.length).toBeLessThan(whole?.objects?.length ?? 0);
    expect(part?.objects?.every(({ x, y }) => x < 600 && y < 600)).toBe(true);
  });

  it('says in an error event what is wrong with a source', async () => {
    const pipeline = await newPipeline({ pop: regionsPop });
    const [line] = await linesOf(call(`POST ${pipeline}/source`, key, { body: 'no picture' }));
    expect(line?.event).toMatchObject({ type: 'error', source_id: expect.any(String) });
    const form = new FormData();
    const params = [{ componentId: 1, values: { prompt: 'a coin' } }];
    form.append('params', new Blob([JSON.stringify(params)], { type: 'application/json' }));
    form.append('file', new Blob([photo]));
    const [prompted] = await linesOf(call(`POST ${pipeline}/source`, key, { body: form }));
    expect(prompted?.event?.message).toMatch(/params/);
  });

  it('gives each job its turn; another may be refused, or take the place of all', async () => {
    const pipeline = await newPipeline({ pop: regionsPop });
    // The first one stays at work: its lines are held back.
    emulator.faults.add({ route: '/source', lineDelayMs: 1000 });
    const first = await upload(pipeline);
    await expect.poll(() => clock.sleeping).toBe(1);
    const second = await upload(pipeline, '&mode=queue');
    expect(await statusOf(upload(pipeline, '&mode=reject'))).toBe(409);
    const third = await upload(pipeline, '&mode=preempt');
    expect((await linesOf(third))[0]?.objects?.length).toBeGreaterThan(1);
    expect((await linesOf(second)).map(({ event }) => event)).toMatchObject(stopped);
    expect((await linesOf(first)).map(({ event }) => event)).toMatchObject(stopped);
  });

  it('ends all its jobs for a source that is none, and goes on afterwards', async () => {
    const pipeline = await newPipeline({ pop: regionsPop });
    emulator.faults.add({ route: '/source', lineDelayMs: 1000 });
    const job = await upload(pipeline);
    await expect.poll(() => clock.sleeping).toBe(1);
    const stop = { sourceType: 'NONE' };
    expect(await statusOf(send(`PATCH ${pipeline}/source?mode=preempt&processing=sync`, key, stop))).toBe(204);
    expect((await linesOf(job)).map(({ event }) => event)).toMatchObject(stopped);
    expect((await linesOf(upload(pipeline)))[0]?.objects?.length).toBeGreaterThan(1);
  });

  it('ends a job whose client leaves, and gives the next one its turn', async () => {
    const pipeline = await newPipeline({ pop: regionsPop });
    emulator.faults.add({ route: '/source', stallAfterLines: 0 });
    const leaving = new AbortController();
    const job = await call(`POST ${pipeline}/source`, key, { body: photo, signal: leaving.signal });
    const next = await upload(pipeline);
    leaving.abort();
    await expect(job.text()).rejects.toMatchObject({ name: 'AbortError' });
    expect((await linesOf(next))[0]?.objects?.length).toBeGreaterThan(1);
  });

  it('does a job that nobody waits for', async () => {
    const pipeline = await newPipeline({ pop: regionsPop });
    expect(await statusOf(upload(pipeline, '&processing=async'))).toBe(204);
    await expect
      .poll(async () => (await readAs(z.looseObject({ state: z.string() }), call(`GET ${pipeline}`, key))).state)
      .toBe('idle');
  });

  it('waits for a prepared source no longer than it was told to', async () => {
    const pipeline = await newPipeline({ pop: regionsPop });
    const prepared = await call(`POST ${pipeline}/prepareSource?timeout=10s`, key);
    await expect.poll(() => clock.sleeping).toBe(1);
    clock.advance(10_000);
    const lines = await linesOf(prepared);
    expect(lines.map(({ event }) => event?.type)).toEqual(['prepared', 'error']);
    expect(await statusOf(upload(pipeline, `&sourceId=${lines[0]?.event?.source_id}`))).toBe(404);
  });
});

it('closes whatever is at work: jobs, prepared sources, sockets; and takes its files along', async () => {
  const emulator = await EyePopEmulator.start(engine, { clock });
  const { call, send } = callerOf(emulator);
  const pipeline = z.looseObject({ id: z.string() });
  const { id } = await readAs(pipeline, send('POST /pipelines', key, { pop: regionsPop }));
  emulator.faults.add({ route: '/source', stallAfterLines: 0 });
  const job = await call(`POST /pipelines/${id}/source`, key, { body: photo });
  const prepared = await call(`POST /pipelines/${id}/prepareSource`, key);
  const socket = new WebSocket(`${emulator.url.replace('http', 'ws')}/events`);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await emulator.close();
  await closed;
  await expect(job.text()).rejects.toThrow();
  await expect(prepared.text()).rejects.toThrow();
  expect(existsSync(emulator.folder)).toBe(false);
  await expect(fetch(emulator.url)).rejects.toThrow();
});
