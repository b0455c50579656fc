import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Model } from '#common/contract/models';
import { forkNodeProcess } from '../../node/fork-process';
import { testEntry } from '../local/bundle-inference-process';
import { fixture, hasFixtures } from '../local/fixtures.builder';
import { InferenceClient } from '../local/inference-client';
import { writeOnnx } from '../local/onnx-writer';
import { type Database, openDatabase } from '../store/open-database';
import { smallDisk } from '../store/restricted.builder';
import { ModelService } from './model-service';
import { uniqueSlug } from './model-slug';
import { SqliteModelStore } from './model-store';

const log = pino({ enabled: false });
const { signal } = new AbortController();
const inference = new InferenceClient(
  () => forkNodeProcess(testEntry),
  () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
  log,
);
afterAll(() => inference.close());

let folder = '';
let database: Database;
let models: ModelService;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-models-'));
  database = openDatabase(':memory:');
  models = aService();
  await models.start();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function aService(): ModelService {
  const host = { dataDir: folder, resourcesDir: join(folder, 'resources'), now: () => new Date(5000), log };
  return new ModelService(new SqliteModelStore(database), inference, host);
}

const copies = () => (existsSync(join(folder, 'models')) ? readdirSync(join(folder, 'models')) : []);

describe('ModelService', () => {
  it.each([
    { name: 'text.onnx', content: 'hello' },
    { name: 'empty.onnx', content: '' },
  ])('refuses $name and keeps nothing of it', async ({ name, content }) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    await expect(models.add(path, undefined, signal)).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_(NOT_ONNX|UNREADABLE)$/),
      params: { name },
    });
    expect(models.list()).toEqual([]);
    expect(copies()).toEqual([]);
  });

  it('says which model there is not', () => {
    expect(() => models.get('nothing')).toThrow(
      expect.objectContaining({ code: 'MODEL_NOT_FOUND', params: { name: 'nothing' } }),
    );
  });
});

/** A classifier of ten classes, and so many numbers that it does not need. */
function aModel(name: string, fillers: number): string {
  const path = join(folder, name);
  const model = writeOnnx({
    nodes: [
      { op: 'ReduceMean', inputs: ['images'], outputs: ['mean'], attributes: { keepdims: 0 } },
      { op: 'Add', inputs: ['values', 'mean'], outputs: ['scores'] },
    ],
    inputs: [{ name: 'images', shape: [1, 3, 8, 8] }],
    outputs: [{ name: 'scores', shape: [1, 10] }],
    weights: [
      { name: 'values', shape: [1, 10], data: new Float32Array(10) },
      { name: 'fillers', shape: [fillers], data: new Float32Array(fillers) },
    ],
  });
  writeFileSync(path, model);
  return path;
}

const disk = smallDisk(64);
afterAll(() => disk?.release());

describe.skipIf(disk === null)('ModelService on a disk that is nearly full (skipped where none can be mounted)', () => {
  it('says so, keeps nothing of the model, and all that came before', async () => {
    const dataDir = disk?.folder ?? '';
    const host = { dataDir, resourcesDir: join(folder, 'resources'), now: () => new Date(5000), log };
    const crowded = new ModelService(new SqliteModelStore(database), inference, host);
    await crowded.start();
    await crowded.add(aModel('small.onnx', 1), 'Small', signal);
    await expect(crowded.add(aModel('large.onnx', 200_000), 'Large', signal)).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    expect(crowded.list().map((model) => model.name)).toEqual(['Small']);
    expect(readdirSync(join(dataDir, 'models'))).toHaveLength(1);
  });
});

describe.skipIf(!hasFixtures)('ModelService with real models (skipped where there are no fixtures)', () => {
  const yunet = () => fixture('models/yunet_n_640_640.onnx');

  it('adds a copy, remembers it, renames it and takes it out', async () => {
    const added = await models.add(yunet(), 'Faces, small', signal);
    expect(Model.parse(added)).toEqual(added);
    expect(added).toMatchObject({
      id: 'faces-small',
      family: 'yunet',
      builtIn: false,
      inputWidthPx: 640,
      addedAtMs: 5000,
    });
    expect(copies()).toEqual([`${added.sha256}.onnx`]);
    expect(readFileSync(added.path).equals(readFileSync(yunet()))).toBe(true);

    const later = aService();
    await later.start();
    expect(later.list()).toEqual([added]);
    expect(later.rename(added.id, 'Faces')).toEqual({ ...added, name: 'Faces' });
    expect(later.resolve('faces').id).toBe(added.id);
    expect(await later.remove(added.id)).toBe(true);
    expect(later.list()).toEqual([]);
    expect(copies()).toEqual([]);
  });

  it('takes the name of the file, and the same content once', async () => {
    const added = await models.add(yunet(), undefined, signal);
    expect(added).toMatchObject({ id: 'yunet-n-640-640', name: 'yunet_n_640_640' });
    await expect(models.add(yunet(), 'again', signal)).rejects.toMatchObject({
      code: 'MODEL_ALREADY_ADDED',
      params: { existing: 'yunet_n_640_640' },
    });
    expect(copies()).toHaveLength(1);
  });

  it('keeps nothing of a file that is cut off', async () => {
    const path = join(folder, 'cut.onnx');
    const whole = readFileSync(yunet());
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length / 2)));
    await expect(models.add(path, undefined, signal)).rejects.toMatchObject({ code: expect.stringMatching(/^MODEL_/) });
    expect(copies()).toEqual([]);
  });

  it('lists the models that come with the app first, and neither renames nor removes them', async () => {
    const home = join(folder, 'resources', 'models', 'faces');
    mkdirSync(home, { recursive: true });
    await copyFile(yunet(), join(home, 'model.onnx'));
    writeFileSync(join(home, 'model.json'), JSON.stringify({ name: 'Faces', licence: 'BSD' }));
    writeFileSync(join(home, 'card.md'), '# Faces');
    mkdirSync(join(folder, 'resources', 'models', 'broken'));
    await models.start();
    expect(models.list()).toHaveLength(1);
    const model = models.get('faces');
    expect(Model.parse(model)).toEqual(model);
    expect(model).toMatchObject({ name: 'Faces', builtIn: true, family: 'yunet', licence: 'BSD', card: '# Faces' });
    expect(() => models.rename('faces', 'x')).toThrow(expect.objectContaining({ code: 'MODEL_BUILT_IN' }));
    await expect(models.remove('faces')).rejects.toMatchObject({ code: 'MODEL_BUILT_IN' });
    await expect(models.add(yunet(), 'mine', signal)).rejects.toMatchObject({ code: 'MODEL_ALREADY_ADDED' });
  });
});

describe('uniqueSlug', () => {
  it.each([
    { name: 'YOLOX nano (v2)', taken: [], slug: 'yolox-nano-v2' },
    { name: 'Détecteur d’été', taken: [], slug: 'detecteur-d-ete' },
    { name: '???', taken: [], slug: 'model' },
    { name: 'a', taken: ['a', 'a-2'], slug: 'a-3' },
  ])('$name: $slug', ({ name, taken, slug }) => {
    expect(uniqueSlug(name, (candidate) => taken.some((other) => other === candidate))).toBe(slug);
  });
});
