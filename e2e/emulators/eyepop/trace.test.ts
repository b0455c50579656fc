import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asCurl } from '#core/eyepop/curl';
import { EyePopWorker, usualOptions } from '#core/eyepop/eyepop-worker';
import { RequestTrace } from '#core/eyepop/request-trace';
import { all, aPicture, ClientUnderTest, never, oldConnectionTo } from './client.builder';
import { EyePopEmulator } from './emulator';
import { regionsPop, startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
afterAll(() => inference.close());
const planted = 'eyp_planted_key_1234567890';

let emulator: EyePopEmulator;
let client: ClientUnderTest;
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine, { apiKey: planted });
  client = new ClientUnderTest(() => emulator);
});
afterEach(() => emulator.close());

describe('the trace of requests', () => {
  it('says of each request where it went, how it ended, how long it took and for which job and frame', async () => {
    const worker = await client.connect();
    emulator.faults.add({ route: '/source', status: 503 });
    await all(worker.analyse(aPicture, {}, never(), { frame: 7 }));
    const entries = client.net.trace.entries;
    expect(entries.map(({ method, path }) => `${method} ${path}`)).toEqual(emulator.log.routes);
    expect(entries.map(({ id }) => id)).toEqual(emulator.log.entries.map(({ headers }) => headers['x-request-id']));
    const [refused, went] = entries.slice(-2);
    expect(refused).toMatchObject({ result: 'status', status: 503, work: { job: 'job-1', frame: 7 } });
    expect(went).toMatchObject({ result: 'success', status: 200, host: new URL(emulator.url).host });
    expect(went?.bytesSent).toBe(emulator.log.entries.at(-1)?.bodyBytes);
    expect(went?.bytesReceived).toBeGreaterThan(100);
    expect(entries[0]).toMatchObject({ work: null, bytesReceived: expect.any(Number) });
  });

  it('holds no key and no token, nor do its commands', async () => {
    const worker = await client.connect();
    emulator.tokens.expireAll();
    await worker.pipeline(never());
    await all(worker.analyse({ kind: 'url', url: `${emulator.url}/gone.jpg?token=${planted}` }, {}, never())).catch(
      () => {},
    );
    const old = await EyePopWorker.connect(client.net, oldConnectionTo(emulator), regionsPop, usualOptions, never());
    await old.pipeline(never());
    const sent = emulator.log.entries.flatMap(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? []);
    const secrets = new Set([planted, ...sent]);
    expect(secrets.size).toBeGreaterThan(3);
    const shown = client.net.trace.entries.flatMap((entry) => [JSON.stringify(entry), asCurl(entry)]).join('\n');
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(shown).toContain('authorization: Bearer $EYEPOP_TOKEN');
  });

  it.skipIf(process.platform === 'win32')('gives a command that a shell understands, quotes and all', async () => {
    const worker = await client.connect({ sessionName: "it's $HOME `mine`" });
    const create = client.net.trace.entries.find(({ path, method }) => method === 'POST' && path === '/v1/sessions');
    expect(create).toBeDefined();
    if (!create) return;
    const words = execFileSync('sh', ['-c', asCurl(create).replace(/^curl/, "printf '%s\\n'")], {
      env: { ...process.env, EYEPOP_TOKEN: 'mine' },
    });
    const lines = words.toString().trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual(['-X', 'POST', `${emulator.url}/v1/sessions?wait=true&transient=true`]);
    expect(lines).toContain('authorization: Bearer mine');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ session_name: "it's $HOME `mine`", pop: regionsPop });
    await worker.disconnect(never());
  });

  it('keeps the latest and drops the oldest', () => {
    const trace = new RequestTrace(2);
    const entry = client.net.trace.entries[0];
    for (const id of ['a', 'b', 'c']) trace.add({ ...(entry ?? anEntry), id });
    expect(trace.entries.map(({ id }) => id)).toEqual(['b', 'c']);
  });
});

const anEntry = {
  ...{ id: '', method: 'GET', host: '', path: '', query: '', origin: '', headers: {}, body: null, startedAtMs: 0 },
  ...{ work: null, status: null, result: 'open' as const, waitMs: 0, processMs: 0, bytesSent: 0, bytesReceived: 0 },
};
