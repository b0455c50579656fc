import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Caller, callerOf, linesOf, readAs, Sessions, Token } from './caller.builder';
import { EyePopEmulator } from './emulator';
import { canClip, clip, makeClip, picture, regionsPop, removeClip, startEngine } from './emulator.builder';

const { engine, inference } = await startEngine();
const photo = await readFile(picture);
beforeAll(makeClip);
afterAll(async () => {
  removeClip();
  await inference.close();
});

const key = 'eyp_emulated';
const Row = z.looseObject({ uuid: z.string() });
const none = { sourceType: 'NONE' };
let emulator: EyePopEmulator;
let call: Caller['call'];
let send: Caller['send'];
beforeEach(async () => {
  emulator = await EyePopEmulator.start(engine);
  ({ call, send } = callerOf(emulator));
});
afterEach(() => emulator.close());

const jpeg = { body: photo, headers: { 'content-type': 'image/jpeg', accept: 'application/jsonl' } };

/** As Python writes a Pop: with a null for all that is not set. */
const pythonPop = {
  components: [
    {
      ...{ type: 'inference', id: 1, ability: 'eyepop.sam.small:latest', abilityUuid: null, model: null },
      ...{ modelUuid: null, forward: null, inferenceTypes: null, hidden: null, categoryName: null, topK: null },
      ...{ confidenceThreshold: null, objectAreaThreshold: null, targetFps: null, params: null },
    },
  ],
  postTransform: null,
};

/** The second of video, to be looked at five times. */
async function fiveASecond(): Promise<FormData> {
  const form = new FormData();
  form.append('fps', new Blob(['"5/1"'], { type: 'application/json' }));
  form.append('file', new Blob([await readFile(clip)], { type: 'video/mp4' }));
  return form;
}

describe('the requests of the Node SDK 3.17', () => {
  it('with a Pop: session, health, job, and the pipeline’s end', async () => {
    const response = await send('POST /v1/sessions?wait=true', key, { pop: regionsPop, session_name: 'one' });
    expect(response.status).toBe(200);
    const [session] = await readAs(Sessions, response);
    const { session_endpoint: endpoint, access_token: token } = session;
    const health = await call(`GET ${endpoint}/health`, token);
    expect(health.headers.get('content-type')).toBe('application/json');
    expect(await health.json()).toMatchObject({ session_status: 'running', session_uuid: session.session_uuid });
    const pipeline = `${endpoint}/pipelines/${session.pipelines[0]?.id}`;
    const [line] = await linesOf(call(`POST ${pipeline}/source?mode=queue&processing=sync&version=2`, token, jpeg));
    expect(line?.objects?.length).toBeGreaterThan(1);
    expect((await call(`DELETE ${pipeline}`, token)).status).toBe(204);

    // changePop: the same session by its name, with another pipeline.
    const [again] = await readAs(
      Sessions,
      send('POST /v1/sessions?wait=true', key, { pop: regionsPop, session_name: 'one' }),
    );
    expect(again.session_uuid).toBe(session.session_uuid);
    expect(again.pipelines[0]?.id).not.toBe(session.pipelines[0]?.id);
  });

  it('without a Pop: an empty list, a session of nobody, and the Pop later', async () => {
    expect(await (await call('GET /v1/sessions', key)).json()).toEqual([]);
    const [session] = await readAs(Sessions, call('POST /v1/sessions?wait=true', key));
    expect(session.pipelines).toEqual([]);
    const listed = await readAs(Sessions, call('GET /v1/sessions', key));
    expect(listed[0].session_uuid).toBe(session.session_uuid);
    const [withPop] = await readAs(Sessions, send('POST /v1/sessions?wait=true', key, { pop: regionsPop }));
    expect(withPop.pipelines).toHaveLength(1);
  });

  it('as a group, whose files have no names: one line for all of them, in order', async () => {
    const [session] = await readAs(Sessions, send('POST /v1/sessions', key, { pop: regionsPop }));
    const source = `POST ${session.session_endpoint}/pipelines/${session.pipelines[0]?.id}/source?version=2`;
    const boundary = '----formdata-boundary-1';
    const part = (head: string, data: Uint8Array | string) => [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(data as Uint8Array),
      Buffer.from('\r\n'),
    ];
    const params = part('name="params"; filename="blob"\r\nContent-Type: application/json', '[]');
    const file = part('name="file"\r\nContent-Type: image/jpeg', photo);
    const group = (count: number) => ({
      body: Buffer.concat([...params, ...Array(count).fill(file).flat(), Buffer.from(`--${boundary}--\r\n`)]),
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    });
    const [alone] = await linesOf(call(source, session.access_token, group(1)));
    const both = await linesOf(call(source, session.access_token, group(2)));
    expect(both).toHaveLength(1);
    const height = Number(alone?.source_height);
    expect(both[0]?.source_height).toBe(2 * height);
    const place = ({ x, y }: { x: number; y: number }) => [x, y] as const;
    const once = (alone?.objects ?? []).map(place);
    expect(both[0]?.objects?.map(place)).toEqual([...once, ...once.map(([x, y]) => [x, y + height])]);
    expect((await call(source, session.access_token, group(17))).status).toBe(422);
  });
});

describe('the requests of the Python SDK 3.18', () => {
  const octets = { headers: { 'content-type': 'application/octet-stream' } };

  it('with a Pop: session, health, stop, job, and a token renewed in the middle', async () => {
    const created = send('POST /v1/sessions?wait=true&transient=true', key, { session_name: null, pop: pythonPop });
    const [session] = await readAs(Sessions, created);
    const { session_endpoint: endpoint, access_token: token } = session;
    expect(await (await call(`GET ${endpoint}/health`, token)).json()).toMatchObject({
      session_status: 'running',
      pipelines: session.pipelines,
    });
    const source = `${endpoint}/pipelines/${session.pipelines[0]?.id}/source`;
    expect((await send(`PATCH ${source}?mode=preempt&processing=sync`, token, none)).status).toBe(204);
    emulator.tokens.expireAll();
    const job = `POST ${source}?mode=queue&processing=sync&version=2&motionDetect=True`;
    expect((await call(job, token, jpeg)).status).toBe(401);
    const renewed = await readAs(Token, call('POST /v1/auth/authenticate', key, octets));
    const [line] = await linesOf(call(job, renewed.access_token, jpeg));
    expect(line?.objects?.length).toBeGreaterThan(1);
  });

  it('without a Pop: its own pipeline with an empty Pop, which finds nothing', async () => {
    const [session] = await readAs(Sessions, call('POST /v1/sessions?wait=true', key, octets));
    const { session_endpoint: endpoint, access_token: token } = session;
    const body = { pop: {}, source: none, idleTimeoutSeconds: 300, logging: ['out_meta'], videoOutput: 'no_output' };
    const pipeline = await readAs(z.looseObject({ id: z.string() }), send(`POST ${endpoint}/pipelines`, token, body));
    const shown = await (await call(`GET ${endpoint}/pipelines/${pipeline.id}`, token)).json();
    expect(shown).toMatchObject({ id: pipeline.id, pop: { components: [] }, startTime: expect.any(String) });
    const lines = await linesOf(call(`POST ${endpoint}/pipelines/${pipeline.id}/source?version=2`, token, jpeg));
    expect(lines).toMatchObject([{ objects: [], source_width: expect.any(Number) }]);
  });

  it('with a secret key: the worker’s own protocol, and a token that says when it ends', async () => {
    const { access_token: token, expires_in } = await readAs(
      Token,
      send('POST /authentication/token', '', { secret_key: key }),
    );
    expect(expires_in).toBe(3600);
    expect(await (await call('GET /workers/config', token)).json()).toEqual({ base_url: `${emulator.url}/worker` });
    expect((await send('POST /authentication/token', '', { secret_key: 'another' })).status).toBe(401);
    expect((await call('GET /workers/config', 'another')).status).toBe(401);
  });

  it('with a named Pop in production: endpoints, and a pipeline that is there already', async () => {
    const production = await EyePopEmulator.start(engine, {
      pops: { coins: { pop: engine.read(regionsPop), isProduction: true } },
    });
    const { call } = callerOf(production);
    const Config = z.strictObject({
      ...{ name: z.literal('coins'), status: z.literal('active_prod'), base_url: z.null(), pipeline_id: z.null() },
      endpoints: z.array(z.strictObject({ base_url: z.string(), pipeline_id: z.string() })),
    });
    const config = (query: string) => readAs(Config, call(`GET /pops/coins/config?auto_start=${query}`, key));
    expect((await config('False')).endpoints).toEqual([]);
    const { endpoints } = await config('True');
    const { base_url, pipeline_id } = endpoints[0] ?? {};
    const [line] = await linesOf(call(`POST ${base_url}/pipelines/${pipeline_id}/source?version=2`, key, jpeg));
    expect(line?.objects?.length).toBeGreaterThan(1);
    expect((await call('GET /pops/medals/config', key)).status).toBe(404);
    await production.close();
  });

  it('of a group of URLs: one line, and one error event where one of them cannot be had', async () => {
    const [session] = await readAs(Sessions, send('POST /v1/sessions', key, { pop: pythonPop }));
    const source = `PATCH ${session.session_endpoint}/pipelines/${session.pipelines[0]?.id}/source?mode=queue`;
    const { uuid: dataset } = await readAs(Row, send('POST /datasets?account_uuid=a', key, { name: 'd' }));
    const asset = await readAs(Row, call(`POST /assets?dataset_uuid=${dataset}`, key, jpeg));
    const url = `${emulator.url}/files/${asset.uuid}`;
    const group = (...urls: string[]) => ({
      sourceType: 'GROUP',
      sources: urls.map((url) => ({ sourceType: 'URL', url })),
      version: 2,
      params: null,
    });
    const lines = await linesOf(send(source, session.access_token, group(url, url)));
    expect(lines).toMatchObject([{ source_width: expect.any(Number), objects: expect.any(Array) }]);
    const failed = await linesOf(send(source, session.access_token, group(url, `${url}x`)));
    expect(failed).toMatchObject([{ event: { type: 'error', message: expect.stringMatching(/status 404$/) } }]);
  });

  it('with a permanent session: a deployment, until it is up, and the session by its id', async () => {
    const deployed = await readAs(
      z.looseObject({ session_uuid: z.string(), status_url: z.string() }),
      send('POST /v1/deployments?wait=true', key, { display_name: 'door', pop: pythonPop }),
    );
    expect(await (await call(`GET ${deployed.status_url}`, key)).json()).toMatchObject({
      session_status: 'pipeline_ok',
      persistent: true,
    });
    const session = await (await call(`GET /v1/sessions/${deployed.session_uuid}`, key)).json();
    expect(session).toMatchObject({ session_uuid: deployed.session_uuid, pipelines: [{}] });
  });

  it.skipIf(!canClip)('of a video: both directions at once, over two connections (fixtures needed)', async () => {
    const people = { components: [{ type: 'inference', ability: 'eyepop.person:latest' }] };
    const [session] = await readAs(Sessions, send('POST /v1/sessions', key, { pop: people }));
    const { session_endpoint: endpoint, access_token: token } = session;
    const pipeline = `${endpoint}/pipelines/${session.pipelines[0]?.id}`;
    const results = await call(`POST ${pipeline}/prepareSource?timeout=600s`, token);
    const reader = results.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = JSON.parse((await reader?.read())?.value ?? '');
    expect(first).toEqual({ event: { type: 'prepared', source_id: expect.any(String) } });
    const query = `mode=queue&processing=async&sourceId=${first.event.source_id}&version=2`;
    const body = await fiveASecond();
    expect((await call(`POST ${pipeline}/source?${query}`, token, { body })).status).toBe(204);
    let text = '';
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) text += read.value;
    const lines = await linesOf(new Response(text));
    expect(lines).toHaveLength(5);
    expect(lines.every(({ source_id }) => source_id === first.event.source_id)).toBe(true);
    expect(lines.flatMap(({ objects = [] }) => objects).length).toBeGreaterThan(5);
  });
});

describe('the versions of an answer', () => {
  it.skipIf(!canClip).each([
    { query: '', has: 'traceId', hasNot: 'trackId' },
    { query: '&version=2', has: 'trackId', hasNot: 'traceId' },
  ])('call a track $has with “$query” (fixtures needed)', async ({ query, has, hasNot }) => {
    const forward = { targets: [{ type: 'tracking' }] };
    const pop = { components: [{ type: 'inference', ability: 'eyepop.person:latest', forward }] };
    const [session] = await readAs(Sessions, send('POST /v1/sessions', key, { pop }));
    const source = `POST ${session.session_endpoint}/pipelines/${session.pipelines[0]?.id}/source?mode=queue${query}`;
    const lines = await linesOf(call(source, session.access_token, { body: await fiveASecond() }));
    const objects = lines.flatMap(({ objects = [] }) => objects);
    expect(objects.filter((object) => has in object).length).toBeGreaterThan(5);
    expect(objects.filter((object) => hasNot in object)).toEqual([]);
  });
});

describe('what only documents speak of', () => {
  it('lists sessions, renews their tokens, and takes a key out of the body', async () => {
    const [session] = await readAs(Sessions, send('POST /v1/auth/sessions', key, { pop: regionsPop }));
    expect(await readAs(Sessions, call('GET /v1/auth/sessions', key))).toHaveLength(1);
    const token = await readAs(Token, call(`POST /v1/sessions/${session.session_uuid}/token`, key));
    expect((await call(`GET ${session.session_endpoint}/health`, token.access_token)).status).toBe(200);
    const account = await readAs(Token, send('POST /v1/auth/authenticate', '', { api_key: key }));
    expect(account).toMatchObject({ expires_at: expect.any(String) });
  });

  it('uploads pictures with PATCH', async () => {
    const [session] = await readAs(Sessions, send('POST /v1/sessions', key, { pop: regionsPop }));
    const source = `${session.session_endpoint}/pipelines/${session.pipelines[0]?.id}/source?version=2`;
    const [line] = await linesOf(call(`PATCH ${source}`, session.access_token, jpeg));
    expect(line?.objects?.length).toBeGreaterThan(1);
  });
});
