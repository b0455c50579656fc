import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReticleError } from '#common/errors';
import type { EyePopWorker } from '#core/eyepop/eyepop-worker';
import { all, aPicture, ClientUnderTest, never } from './client.builder';
import { EyePopEmulator } from './emulator';
import { startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
afterAll(() => inference.close());

let emulator: EyePopEmulator;
let client: ClientUnderTest;
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine, { apiKey: 'key-1' });
  client = new ClientUnderTest(() => emulator);
});
afterEach(async () => {
  await emulator.close();
  // Nothing goes on in secret after an end, good or bad.
  expect(client.net.timersLeft).toBe(0);
  for (const { result } of client.net.trace.entries) expect(result).not.toBe('open');
});

const look = (worker: EyePopWorker) => all(worker.analyse(aPicture, {}, never()));
const found = async (worker: EyePopWorker) => (await look(worker))[0]?.objects?.length ?? 0;

describe('connecting in bad weather', () => {
  it('says that the key is wrong', async () => {
    const connecting = client.connect({ credentials: { kind: 'apiKey', key: 'wrong' } });
    await expect(connecting).rejects.toMatchObject({ code: 'EYEPOP_KEY_REFUSED' });
    expect(client.count('POST /v1/sessions')).toBeLessThanOrEqual(2);
  });

  it('says that the plan lacks it, in the words of the service', async () => {
    const body = { error: { code: 'RES_001', type: 'resource', message: 'no GPU in this plan', retryable: false } };
    emulator.faults.add({ route: 'POST /v1/sessions', status: 403, body });
    await expect(client.connect()).rejects.toMatchObject({
      code: 'EYEPOP_FORBIDDEN',
      params: { reason: 'RES_001: no GPU in this plan' },
    });
    expect(client.count('POST /v1/sessions')).toBe(1);
  });

  it('says why a Pop cannot be built', async () => {
    const connecting = client.connect({}, { components: [{ type: 'inference', ability: 'eyepop.no-such' }] });
    await expect(connecting).rejects.toMatchObject({
      code: 'EYEPOP_PIPELINE_FAILED',
      params: { reason: expect.stringContaining('eyepop.no-such') },
    });
  });

  it('gives up a session that never becomes ready, when its time is up', async () => {
    emulator.sessions.script.push(...Array<string>(99).fill('pending'));
    const startedMs = client.net.nowMs;
    const connecting = client.connect({ readyTimeoutMs: 20_000, pollIntervalMs: 500 });
    await expect(connecting).rejects.toMatchObject({ code: 'EYEPOP_NOT_READY', params: { seconds: 20 } });
    expect(client.net.nowMs - startedMs).toBe(20_000);
    expect(client.net.waits).toEqual(Array(40).fill(500));
  });

  it('asks again while a session does not answer, and tells how far it is', async () => {
    emulator.faults.add({ route: '/health', status: 500 });
    emulator.faults.add({ route: '/health', reset: true });
    emulator.sessions.script.push('pipeline_checking');
    const looks: unknown[] = [];
    await client.connect({}, undefined, { onLook: (seen) => looks.push(seen) });
    expect(looks).toEqual([
      { status: 'silent', elapsedMs: 0, limitMs: 60_000 },
      { status: 'silent', elapsedMs: 2000, limitMs: 60_000 },
      { status: 'pipeline_checking', elapsedMs: 4000, limitMs: 60_000 },
    ]);
  });

  it.each(['failed', 'error', 'stopped', 'Terminated with errors'])('gives up at once at %s', async (status) => {
    emulator.sessions.script.push('pending', status);
    await expect(client.connect()).rejects.toMatchObject({ code: 'EYEPOP_SESSION_DEAD' });
    expect(client.net.waits).toEqual([2000]);
  });

  it('recognises a captive portal by its web page, or by its redirect', async () => {
    emulator.faults.add({
      route: 'POST /v1/sessions',
      status: 302,
      headers: { location: 'http://127.0.0.1:1/sign-in' },
    });
    await expect(client.connect()).rejects.toMatchObject({ code: 'EYEPOP_NOT_EYEPOP' });
    client.net.fetch = asHtml;
    await expect(client.connect()).rejects.toMatchObject({ code: 'EYEPOP_NOT_EYEPOP' });
  });

  it('says that no service is there, that a host is not known, and that a connection is not safe', async () => {
    await expect(client.connect({ url: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'EYEPOP_UNREACHABLE' });
    client.net.fetch = failing('ENOTFOUND');
    await expect(client.connect()).rejects.toMatchObject({ code: 'EYEPOP_HOST_UNKNOWN' });
    client.net.fetch = failing('DEPTH_ZERO_SELF_SIGNED_CERT');
    await expect(client.connect()).rejects.toMatchObject({ code: 'EYEPOP_TLS' });
  });

  it('never makes a session twice, whatever the answer was', async () => {
    emulator.faults.add({ route: 'POST /v1/sessions', status: 503 });
    await expect(client.connect()).rejects.toMatchObject({ code: 'EYEPOP_BUSY' });
    emulator.faults.add({ route: 'POST /v1/sessions', reset: true });
    await expect(client.connect()).rejects.toMatchObject({ code: 'EYEPOP_UNREACHABLE' });
    expect(client.count('POST /v1/sessions')).toBe(2);
  });
});

describe('a run in bad weather', () => {
  it('outlives a 5xx storm of three, and no more', async () => {
    const worker = await client.connect();
    for (const status of [500, 502, 504]) emulator.faults.add({ route: '/source', status });
    expect(await found(worker)).toBeGreaterThan(1);
    expect(client.net.waits).toEqual([1000, 2000, 4000]);
    emulator.faults.add({ route: '/source', status: 503, count: 9 });
    await expect(look(worker)).rejects.toMatchObject({ code: 'EYEPOP_BUSY', params: { status: 503 } });
    expect(client.count('/source')).toBe(8);
  });

  it('waits as long as it is told to after 429, but not for longer than half a minute in all', async () => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', status: 429, headers: { 'retry-after': '7' } });
    const at = new Date(client.net.nowMs + 7000 + 5000).toUTCString();
    emulator.faults.add({ route: '/source', status: 429, headers: { 'retry-after': at } });
    expect(await found(worker)).toBeGreaterThan(1);
    expect(client.net.waits).toEqual([7000, 5000]);
    emulator.faults.add({ route: '/source', status: 429, headers: { 'retry-after': '31' } });
    await expect(look(worker)).rejects.toMatchObject({ code: 'EYEPOP_BUSY', params: { status: 429 } });
    expect(client.net.waits).toHaveLength(2);
  });

  it('makes a new pipeline in the same session when the old one has idled away', async () => {
    const worker = await client.connect();
    emulator.pipelines.deleteAll();
    expect(await found(worker)).toBeGreaterThan(1);
    expect(emulator.sessions.living).toHaveLength(1);
    await worker.disconnect(never());
    expect(emulator.pipelines.ids).toEqual([]);
  });

  it('makes a new session when the old one died, unless it was told to use that one', async () => {
    const worker = await client.connect();
    const [session] = emulator.sessions.living;
    if (session) emulator.sessions.stop(session);
    expect(await found(worker)).toBeGreaterThan(1);
    const uuid = worker.session?.uuid ?? '';
    expect(uuid).not.toBe(session?.uuid);
    const guest = await client.connect({ sessionUuid: uuid });
    for (const living of emulator.sessions.living) emulator.sessions.stop(living);
    await expect(look(guest)).rejects.toMatchObject({ code: 'EYEPOP_SESSION_GONE' });
  });

  it('says that the pipeline is gone when even new ones are not found', async () => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', status: 404, count: 99 });
    const startedMs = client.net.nowMs;
    await expect(look(worker)).rejects.toMatchObject({ code: 'EYEPOP_PIPELINE_GONE' });
    expect(client.net.nowMs - startedMs).toBeLessThanOrEqual(41_000);
  });

  it('goes on with a fresh token, and says when nobody can give one', async () => {
    const worker = await client.connect();
    const [session] = emulator.sessions.living;
    const token = emulator.tokens.issue('account').access_token;
    const guest = await client.connect({
      credentials: { kind: 'accessToken', token },
      sessionUuid: session?.uuid ?? '',
    });
    emulator.tokens.expireAll();
    expect(await found(worker)).toBeGreaterThan(1);
    await expect(look(guest)).rejects.toMatchObject({ code: 'EYEPOP_TOKEN_EXPIRED' });
  });

  it('tries a lost connection again at once', async () => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', reset: true });
    expect(await found(worker)).toBeGreaterThan(1);
    expect(client.net.waits).toEqual([]);
  });

  it.each([
    { name: 'a line that is cut in two', fault: { truncateLine: 0 }, code: 'EYEPOP_BAD_ANSWER' },
    { name: 'a line of 100 MB', fault: { oversizeLine: { line: 0, bytes: 100_000_000 } }, code: 'EYEPOP_BAD_ANSWER' },
    { name: 'an error event', fault: { errorAfterLines: 0 }, code: 'EYEPOP_SOURCE_FAILED' },
  ])('ends with one typed error at $name', async ({ fault, code }) => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', ...fault });
    await expect(look(worker)).rejects.toMatchObject({ code });
    expect(await found(worker)).toBeGreaterThan(1);
  });

  it.each([
    { name: 'events that nobody knows', fault: { unknownEvents: true } },
    { name: 'fields that nobody knows', fault: { unknownFields: true } },
    { name: 'a slow trickle', fault: { lineDelayMs: 20, firstByteDelayMs: 20 } },
  ])('is not disturbed by $name', async ({ fault }) => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', ...fault });
    expect(await found(worker)).toBeGreaterThan(1);
  });

  it('takes null for every list', async () => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', nullLists: true });
    expect((await look(worker))[0]?.objects).toBeNull();
  });

  it.each([
    { name: 'no answer at all', fault: { noAnswer: true } },
    { name: 'an answer that stands still', fault: { stallAfterLines: 0 } },
  ])('does not wait for ever for $name', async ({ fault }) => {
    const worker = await client.connect({}, undefined, { stallMs: 90_000 });
    emulator.faults.add({ route: '/source', count: 99, ...fault });
    const looking = expect(look(worker)).rejects.toMatchObject({ code: 'EYEPOP_NO_ANSWER' });
    await passTime(90_000, looking);
  });
});

it('brings a hundred jobs at once to the end that each should have, with faults of every kind', async () => {
  const worker = await client.connect({}, { components: [] });
  const passing = [{ status: 503 }, { status: 429 }, { status: 401 }, { reset: true }, { status: 500 }];
  const final = [
    { fault: { status: 403 }, code: 'EYEPOP_FORBIDDEN' },
    { fault: { truncateLine: 0 }, code: 'EYEPOP_BAD_ANSWER' },
    { fault: { errorAfterLines: 0 }, code: 'EYEPOP_SOURCE_FAILED' },
    { fault: { cutAfterLines: 1 }, code: 'EYEPOP_UNREACHABLE' },
  ];
  for (const fault of passing) emulator.faults.add({ route: '/source', skip: 7, ...fault });
  for (const { fault } of final) emulator.faults.add({ route: '/source', skip: 11, ...fault });
  const ends = await Promise.allSettled(Array.from({ length: 100 }, () => look(worker)));
  expect(emulator.faults.waiting).toEqual([]);
  const codes = ends.flatMap((end) => (end.status === 'rejected' ? [codeOf(end.reason)] : []));
  expect(codes.sort()).toEqual(final.map(({ code }) => code).sort());
  for (const end of ends) if (end.status === 'fulfilled') expect(end.value).toHaveLength(1);
  expect(client.count('authenticate')).toBe(1);
  expect(worker.numbers).toMatchObject({ jobs: 100, byState: { drained: { now: 0 }, failed: { now: 0 } } });
});

const codeOf = (error: unknown) => (error instanceof ReticleError ? error.code : String(error));

/** Lets the time limit pass for each try that stands still, until the run ends. */
async function passTime(ms: number, run: Promise<unknown>): Promise<void> {
  let isOver = false;
  void run.finally(() => {
    isOver = true;
  });
  await expect
    .poll(() => {
      const stuck = client.net.trace.entries.filter(
        ({ result, path }) => result === 'open' && path.endsWith('/source'),
      );
      if (stuck.length > 0 && stuck.every(({ id }) => isReceived(id))) client.net.advance(ms);
      return isOver;
    })
    .toBe(true);
  await run;
}

const isReceived = (id: string) => emulator.log.entries.some(({ headers }) => headers['x-request-id'] === id);

const failing = (code: string) => async () => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
};

const asHtml: typeof fetch = async () =>
  new Response('<html>Welcome to our hotel</html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
