import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EyePopEmulator } from './emulator';
import { picture, regionsPop, startEngine, TestClock } from './emulator.builder';
import type { FaultRequest } from './faults';

const { engine, inference } = await startEngine();
afterAll(() => inference.close());

let clock: TestClock;
let emulator: EyePopEmulator;
beforeEach(async () => {
  clock = new TestClock();
  emulator = await EyePopEmulator.start(engine, { clock });
});
afterEach(() => emulator.close());

const authorized = () => ({ authorization: `Bearer ${emulator.options.apiKey}` });
const send = (path: string, init: RequestInit = {}) =>
  fetch(`${emulator.url}${path}`, { ...init, headers: authorized() });
const post = (path: string, body: unknown) => send(path, { method: 'POST', body: JSON.stringify(body) });
async function newSource(): Promise<string> {
  const created = await post('/pipelines', { pop: regionsPop });
  const { id } = z.object({ id: z.string() }).parse(await created.json());
  return `/pipelines/${id}/source?processing=sync&version=2`;
}
const upload = async () => send(await newSource(), { method: 'POST', body: await openAsBlob(picture) });

describe('faults of any route', () => {
  it('happen to the requests they are for, as often as asked, and then no more', async () => {
    emulator.faults.add({ route: 'GET /v1/*s', status: 503, skip: 1, count: 2, headers: { 'retry-after': '3' } });
    const statuses: number[] = [];
    for (let request = 0; request < 4; request += 1) statuses.push((await send('/v1/sessions')).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(emulator.log.entries.map(({ hasFault }) => hasFault)).toEqual([false, true, true, false]);
    expect((await post('/authentication/token', { secret_key: emulator.options.apiKey })).status).toBe(200);
  });

  it('are asked for, listed and taken back over HTTP, and do not touch that door', async () => {
    const fault = { route: '/', status: 500 };
    expect((await post('/_emulator/faults', [fault, { ...fault, count: 2 }])).status).toBe(200);
    expect(await (await send('/_emulator/faults')).json()).toMatchObject([{ count: 1 }, { count: 2 }]);
    expect((await send('/v1/sessions')).status).toBe(500);
    await send('/_emulator/faults', { method: 'DELETE' });
    expect((await send('/v1/sessions')).status).toBe(200);
    expect((await post('/_emulator/faults', { route: '/', stauts: 500 })).status).toBe(422);
  });

  it('reset a connection', async () => {
    emulator.faults.add({ route: '/v1/sessions', reset: true });
    await expect(send('/v1/sessions')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('leave a socket half open: nothing comes until the client leaves', async () => {
    emulator.faults.add({ route: '/v1/sessions', noAnswer: true });
    const leaving = new AbortController();
    const asked = send('/v1/sessions', { signal: leaving.signal });
    await expect.poll(() => emulator.log.entries.length).toBe(1);
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(emulator.log.entries[0]?.status).toBeNull();
  });

  it('hold an answer back, or its body only, for as long as asked', async () => {
    emulator.faults.add({ route: '/v1/sessions', delayMs: 1000 });
    emulator.faults.add({ route: '/v1/sessions', firstByteDelayMs: 1000 });
    const late = send('/v1/sessions');
    await expect.poll(() => clock.sleeping).toBe(1);
    expect(emulator.log.entries[0]?.status).toBeNull();
    clock.advance(1000);
    expect(await (await late).json()).toEqual([]);

    const begun = await send('/v1/sessions');
    const body = begun.json();
    await expect.poll(() => clock.sleeping).toBe(1);
    clock.advance(1000);
    expect(await body).toEqual([]);
  });

  it('add what nobody knows and take lists away', async () => {
    emulator.faults.add({ route: 'POST /v1/sessions', unknownFields: true });
    expect(await (await post('/v1/sessions', {})).json()).toMatchObject([{ xUnknown: {}, pipelines: [] }]);
    emulator.faults.add({ route: 'POST /v1/sessions', nullLists: true });
    expect(await (await post('/v1/sessions', {})).json()).toMatchObject([{ pipelines: null }]);
  });
});

describe('faults of a stream of lines', () => {
  const error = /"type":"error".*an error asked for/;
  it.each<{ name: string; fault: Omit<FaultRequest, 'route'>; says: RegExp; lines: number }>([
    { name: 'an error event before the first line', fault: { errorAfterLines: 0 }, says: error, lines: 1 },
    { name: 'an error event after the first', fault: { errorAfterLines: 1 }, says: error, lines: 2 },
    { name: 'a line with its first half alone', fault: { truncateLine: 0 }, says: /^\{"source_id.*[^}]\n$/, lines: 1 },
    { name: 'an event nobody knows', fault: { unknownEvents: true }, says: /"weather".*\n.*objects/, lines: 2 },
    { name: 'no lists', fault: { nullLists: true }, says: /"objects":null/, lines: 1 },
  ])('$name', async ({ fault, says, lines }) => {
    emulator.faults.add({ route: '/source', ...fault });
    const text = await (await upload()).text();
    expect(text).toMatch(says);
    expect(text.trimEnd().split('\n')).toHaveLength(lines);
  });

  it('makes a line as long as asked, and still the same object', async () => {
    emulator.faults.add({ route: '/source', oversizeLine: { line: 0, bytes: 200_000 } });
    const text = await (await upload()).text();
    expect(text).toHaveLength(200_001);
    expect(JSON.parse(text).objects.length).toBeGreaterThan(1);
  });

  it.each([
    { after: 0, says: /^\{"source_id".*[^\n]$/ },
    { after: 1, says: /^\{"source_id".*\}\n$/ },
  ])('breaks off after $after lines', async ({ after, says }) => {
    emulator.faults.add({ route: '/source', cutAfterLines: after });
    // Not fetch, which forgets what it has not handed over yet when a connection breaks.
    const asked = request(`${emulator.url}${await newSource()}`, { method: 'POST', headers: authorized() });
    asked.end(await readFile(picture));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // what Node hands over with it
    let text = '';
    answer.on('data', (chunk) => {
      text += chunk;
    });
    await expect(once(answer, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(text).toMatch(says);
  });

  it('falls silent after a line', async () => {
    emulator.faults.add({ route: '/source', stallAfterLines: 1 });
    const { body } = await upload();
    const reader = body?.getReader();
    let text = '';
    while (!text.endsWith('\n')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(text).toMatch(/^\{"source_id".*\}\n$/);
    const next = reader?.read();
    // As long as a round trip to the emulator takes, nothing more has come.
    expect(await Promise.race([next?.then(() => 'more'), send('/v1/sessions').then(() => 'silence')])).toBe('silence');
    await reader?.cancel();
  });
});

it('logs what came, bodies too, and gives it over HTTP', async () => {
  await (await upload()).text();
  await send('/v1/sessions?a=1');
  const log = z.array(z.looseObject({ bodyBytes: z.number() })).parse(await (await send('/_emulator/requests')).json());
  expect(log).toMatchObject([
    { method: 'POST', path: '/pipelines', body: JSON.stringify({ pop: regionsPop }), status: 200 },
    { method: 'POST', query: { processing: 'sync', version: '2' }, body: null, bodyBytes: expect.any(Number) },
    { method: 'GET', path: '/v1/sessions', query: { a: '1' }, headers: { authorization: expect.any(String) } },
  ]);
  expect(log[1]?.bodyBytes).toBeGreaterThan(10_000);
  await send('/_emulator/requests', { method: 'DELETE' });
  expect(emulator.log.entries).toEqual([]);
});
