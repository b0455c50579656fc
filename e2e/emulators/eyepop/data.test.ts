import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EyePop } from '@eyepop.ai/eyepop';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Caller, callerOf, linesOf, readAs } from './caller.builder';
import { EyePopEmulator } from './emulator';
import { picture, startEngine, TestClock } from './emulator.builder';

const { engine, inference } = await startEngine();
const photo = await openAsBlob(picture, { type: 'image/jpeg' });
afterAll(() => inference.close());

const key = 'eyp_emulated';
let clock: TestClock;
let emulator: EyePopEmulator;
let call: Caller['call'];
let send: Caller['send'];
beforeEach(async () => {
  clock = new TestClock();
  emulator = await EyePopEmulator.start(engine, { clock });
  ({ call, send } = callerOf(emulator));
});
afterEach(() => emulator.close());

const Row = z.looseObject({ uuid: z.string() });
const connect = (disableWs = false) =>
  EyePop.dataEndpoint({ eyepopUrl: emulator.url, auth: { secretKey: key }, accountId: 'acc', disableWs }).connect();
const newDataset = () => readAs(Row, send('POST /datasets?account_uuid=acc', key, { name: 'coins' }));
const newAsset = (dataset: string) =>
  readAs(
    Row,
    call(`POST /assets?dataset_uuid=${dataset}`, key, { body: photo, headers: { 'content-type': photo.type } }),
  );

describe("EyePop's own Node SDK 1.18.1, unchanged", () => {
  it('keeps datasets and assets, and hears of every change over its WebSocket', async () => {
    const data = await connect();
    const heard: string[] = [];
    const hear = async ({ change_type }: { change_type: string }) => void heard.push(change_type);
    data.addAccountEventHandler(hear);
    const dataset = await data.createDataset({ name: 'coins', tags: ['round'] });
    await expect.poll(() => heard).toEqual(['dataset_added']);
    data.addDatasetEventHandler(dataset.uuid, hear);
    await expect.poll(() => emulator.events.received).toContainEqual({ subscribe: { dataset_uuid: dataset.uuid } });

    const asset = await data.uploadAsset(dataset.uuid, undefined, photo, 'photo-1');
    expect(asset).toMatchObject({ status: 'accepted', mime_type: 'image/jpeg', file_size_bytes: photo.size });
    await expect.poll(() => heard.slice(1)).toEqual(['asset_added', 'asset_status_modified']);
    const back = await data.downloadAsset(asset.uuid);
    expect(await (back as Blob).arrayBuffer()).toEqual(await photo.arrayBuffer());

    const truth = { source_width: 1, source_height: 1, objects: [] };
    await data.updateAssetGroundTruth(asset.uuid, undefined, undefined, truth as never);
    expect(await data.getAsset(asset.uuid, undefined, undefined, true)).toMatchObject({
      annotations: [{ type: 'ground_truth', predictions: [truth] }],
    });
    expect(await data.getDataset(dataset.uuid)).toMatchObject({
      modifiable_version: 1,
      versions: [{ asset_stats: { total: 1, accepted: 1, ground_truth_annotated: 1 } }],
    });
    await data.deleteDataset(dataset.uuid);
    await expect.poll(() => heard).toContain('dataset_removed');
    expect(await data.listDatasets()).toEqual([]);
    await data.disconnect();
  });

  it('trains a model as far as time goes', async () => {
    const data = await connect(true);
    const dataset = await data.createDataset({ name: 'coins' });
    const model = await data.createModel(dataset.uuid, 1, { name: 'coins', description: '' }, true);
    expect(model.status).toBe('in_progress');
    const stages: string[] = [];
    for (let stage = 0; stage < 5; stage += 1) {
      stages.push((await data.getModelTrainingProgress(model.uuid)).stage);
      await expect.poll(() => clock.sleeping).toBe(1);
      clock.advance(1000);
    }
    expect(stages).toEqual(['waiting', 'scheduling', 'preparing', 'training', 'exporting']);
    await expect.poll(async () => (await data.getModel(model.uuid)).status).toBe('available');
    expect((await data.publishModel(model.uuid)).status).toBe('published');
    await data.disconnect();
  });

  it('starts and lists workflows', async () => {
    const data = await connect(true);
    const { workflow_id } = await data.startWorkflow('acc', 'image-contents-latest', {
      parameters: { model_uuid: 'm' },
    });
    await send(`PUT /_emulator/workflows/${workflow_id}`, key, { phase: 'Succeeded' });
    const [listed] = await data.listWorkflows('acc', [], ['m']);
    expect(listed?.metadata).toMatchObject({ workflow_id, labels: { phase: 'Succeeded' } });
    await data.disconnect();
  });

  it('processes an asset by its id', async () => {
    const dataset = await newDataset();
    const { uuid } = await newAsset(dataset.uuid);
    const auth = { secretKey: key };
    const worker = await EyePop.workerEndpoint({ eyepopUrl: emulator.url, auth, popId: 'transient' }).connect();
    await worker.changePop({ components: [{ type: 'inference', model: 'eyepop.sam.small:latest' }] } as never);
    const found: unknown[] = [];
    for await (const { objects = [] } of await worker.process({ assetUuid: uuid })) found.push(...objects);
    await worker.disconnect();
    expect(found.length).toBeGreaterThan(1);
  });
});

describe('versions of a dataset', () => {
  const uuids = async (dataset: string, version: number) =>
    (await readAs(z.array(Row), call(`GET /assets?dataset_uuid=${dataset}&dataset_version=${version}`, key))).map(
      ({ uuid }) => uuid,
    );

  it('are frozen with what is in them; what is taken out later stays in the earlier ones', async () => {
    const { uuid: dataset } = await newDataset();
    const { uuid: first } = await newAsset(dataset);
    expect((await call(`POST /datasets/${dataset}/freeze?&dataset_version=1`, key)).status).toBe(200);
    const { uuid: second } = await newAsset(dataset);
    expect((await call(`DELETE /assets/${first}?&dataset_version=1`, key)).status).toBe(409);
    expect((await call(`DELETE /assets/${first}`, key)).status).toBe(204);
    expect([await uuids(dataset, 1), await uuids(dataset, 2)]).toEqual([[first], [second]]);
    await call(`POST /assets/${first}/resurrect?from_dataset_version=1&into_dataset_version=2`, key);
    expect(await uuids(dataset, 2)).toEqual([first, second]);
  });

  it('are annotated by the local engine', async () => {
    const { uuid: dataset } = await readAs(
      Row,
      send('POST /datasets?account_uuid=acc', key, { name: 'coins', auto_annotates: ['eyepop.sam.small'] }),
    );
    const { uuid: asset } = await newAsset(dataset);
    expect((await call(`POST /datasets/${dataset}/auto_annotate`, key)).status).toBe(204);
    const review = `/assets/${asset}/auto_annotations/eyepop.sam.small/user_review/approved?approved_threshold=0.5`;
    expect((await call(`PATCH ${review}`, key)).status).toBe(204);
    const Annotated = z.looseObject({
      annotations: z.tuple([
        z.looseObject({ predictions: z.tuple([z.looseObject({ objects: z.array(z.unknown()).min(2) })]) }),
      ]),
    });
    const shown = await readAs(Annotated, call(`GET /assets/${asset}?include_annotations=True`, key));
    expect(shown.annotations[0]).toMatchObject({ type: 'auto', user_review: 'approved', approved_threshold: 0.5 });
  });

  it('take in assets by their URL, and reject what is no picture', async () => {
    const server = createServer((_, response) => response.end('words'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { uuid: dataset } = await newDataset();
    const asset = await (await send(`POST /assets/imports?dataset_uuid=${dataset}`, key, { url })).json();
    expect(asset).toMatchObject({ status: 'rejected', status_message: expect.any(String) });
    server.close();
    const gone = await send(`POST /assets/imports?dataset_uuid=${dataset}`, key, { url: `${emulator.url}/nothing` });
    expect(gone.status).toBe(422);
  });
});

describe('the WebSocket of changes', () => {
  const opened = async (...messages: unknown[]) => {
    const socket = new WebSocket(`${emulator.url.replace('http', 'ws')}/events`);
    await once(socket, 'open');
    for (const message of messages) socket.send(JSON.stringify(message));
    return socket;
  };
  const authorization = { authorization: `Bearer ${key}` };

  it('sends all nine fields, once, to who subscribed, and nothing to others', async () => {
    const { uuid: dataset } = await newDataset();
    const both = await opened(
      authorization,
      { subscribe: { account_uuid: 'acc' } },
      { subscribe: { dataset_uuid: dataset } },
    );
    const other = await opened(authorization, { subscribe: { account_uuid: 'other' } });
    await expect.poll(() => emulator.events.received.length).toBe(5);
    const [mine, others]: [unknown[], unknown[]] = [[], []];
    both.on('message', (data) => mine.push(JSON.parse(String(data))));
    other.on('message', (data) => others.push(String(data)));
    await send(`PATCH /datasets/${dataset}`, key, { name: 'medals', description: null });
    await send('POST /_emulator/events', '', { change_type: 'events_lost', account_uuid: 'other' });
    await expect.poll(() => others.length).toBe(1);
    const nulls = { dataset_version: null, asset_uuid: null, mdl_uuid: null, workflow_id: null, message: null };
    expect(mine).toEqual([
      {
        change_type: 'dataset_modified',
        account_uuid: 'acc',
        dataset_uuid: dataset,
        ...nulls,
        workflow_task_name: null,
      },
    ]);
  });

  it('closes on a token that is not valid, and when it is told to', async () => {
    const stranger = await opened({ authorization: 'Bearer x' });
    expect((await once(stranger, 'close'))[0]).toBe(1008);
    const known = await opened(authorization);
    await expect.poll(() => emulator.events.received.length).toBe(2);
    await send('POST /_emulator/events/close', '', { code: 4000, reason: 'unsubscribe' });
    expect(String((await once(known, 'close'))[1])).toBe('unsubscribe');
  });

  it('is refused by a fault', async () => {
    emulator.faults.add({ route: 'UPGRADE /events', status: 503 });
    await expect(opened()).rejects.toThrow('503');
  });
});

describe('the VLM API', () => {
  const body = () => {
    const form = new FormData();
    const request = JSON.stringify({ url: 'ai.eyepop://data/assets/a?', text_prompt: 'what is it?' });
    form.append('infer_request', new Blob([request], { type: 'application/json' }));
    return { body: form };
  };
  const Begun = z.strictObject({ request_id: z.string() });
  const answer = { predictions: [{ texts: [{ text: 'a coin' }] }] };

  it('answers when it was asked often enough, wherever the SDKs ask', async () => {
    await send('PUT /_emulator/vlm-answers', '', { answers: [answer], polls: 3 });
    const begun = await call('POST /api/v1/infer?timeout=20', key, body());
    expect(begun.status).toBe(202);
    const { request_id } = await readAs(Begun, begun);
    expect((await call(`GET /api/v1/infer/${request_id}?timeout=20`, key)).status).toBe(202);
    expect((await call(`POST /api/v1/requests/${request_id}?timeout=20`, key)).status).toBe(202);
    const done = await call(`GET /api/v1/infer/${request_id}`, key);
    expect([done.status, await done.json()]).toEqual([200, answer]);
  });

  it('says that there is no language model where no answer was put in, and streams where documents do', async () => {
    const [line] = await linesOf(call('POST /infer', key, body()));
    expect(line).toMatchObject({ predictions: [], raw_output: expect.stringContaining('no language model') });
  });

  it('evaluates a dataset by counting', async () => {
    const { uuid: dataset_uuid } = await newDataset();
    await newAsset(dataset_uuid);
    const { request_id } = await readAs(Begun, send('POST /api/v1/evaluations?timeout=20', key, { dataset_uuid }));
    expect(await (await call(`GET /api/v1/evaluations/${request_id}`, key)).json()).toMatchObject({
      status: 'success',
      run_info: { num_images: 1, num_ground_truth_images: 0, num_videos: 0 },
    });
  });
});

describe('models, exports and abilities', () => {
  it('finishes an export with its model.json, and keeps variants apart', async () => {
    const { uuid } = await readAs(Row, send('POST /models?account_uuid=acc&start_training=False', key, { name: 'm' }));
    const put = (name: string, query = '', text = name) =>
      call(`PUT /models/${uuid}/exports/eyepop/formats/ONNX/artifacts/${name}${query}`, key, { body: text });
    expect((await put('weights.bin', '', 'plain')).status).toBe(204);
    expect((await put('model.json', '?variant=quantization%3Dfp16&variant=quantization%3Dint8')).status).toBe(204);
    expect((await put('weights.bin', '?variant=quantization%3Dint8')).status).toBe(409);
    const text = async (query: string) =>
      (await call(`GET /exports/model_artifacts/?model_uuid=${uuid}${query}`, key)).text();
    expect(await text('&variant=quantization%3Dfp16')).toBe('model.json');
    expect(await text('&variant=quantization%3Dfp32')).toBe('plain');
    const Urls = z.tuple([z.looseObject({ exported_url: z.string() })]);
    const [{ exported_url }] = await readAs(Urls, call(`GET /exports/model_urls?model_uuid=${uuid}`, key));
    expect(await (await fetch(exported_url)).text()).toBe('plain');

    await send('POST /model_aliases?account_uuid=acc', key, { name: 'acc.coins' });
    await call(`PATCH /model_aliases/acc.coins/latest?model_uuid=${uuid}`, key);
    const resolved = await (await call('GET /exports/aliases?alias=acc.coins:latest&alias=acc.none', key)).json();
    expect(resolved).toEqual([
      { alias: 'acc.coins:latest', model_uuid: uuid },
      { alias: 'acc.none', model_uuid: null },
    ]);
  });

  it('streams the stages of a training to who asks for lines', async () => {
    const { uuid } = await readAs(Row, send('POST /models?account_uuid=acc', key, { name: 'm' }));
    const training = linesOf(call(`POST /models/${uuid}/train`, key, { headers: { accept: 'application/jsonl' } }));
    for (let stage = 0; stage < 5; stage += 1) {
      // The training itself waits for the stage to end, and its reader does.
      await expect.poll(() => clock.sleeping).toBe(2);
      clock.advance(1000);
      await expect.poll(() => clock.sleeping).not.toBe(1);
    }
    const stages = ['waiting', 'scheduling', 'preparing', 'training', 'exporting'];
    expect((await training).map(({ stage }) => stage)).toEqual(stages);
  });

  it('keeps published abilities as they are', async () => {
    const { uuid } = await readAs(Row, send('POST /vlm_abilities?account_uuid=acc', key, { name: 'describe' }));
    await call(`POST /vlm_abilities/${uuid}/publish?alias_name=acc.describe&tag_name=v1`, key);
    expect((await send(`PATCH /vlm_abilities/${uuid}`, key, { text_prompt: 'x' })).status).toBe(409);
    expect(await (await call(`DELETE /vlm_abilities/${uuid}/alias/acc.describe/tag/`, key)).json()).toMatchObject({
      status: 'published',
      alias_entries: [],
    });
  });
});
