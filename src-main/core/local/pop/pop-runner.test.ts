import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPop } from '#common/pop/check-pop';
import type { Pop } from '#common/pop/pop';
import { forkNodeProcess } from '../../../node/fork-process';
import { type BindableModel, bindPop } from '../../pops/bind-pop';
import { defaultBindings } from '../../pops/default-bindings';
import { testEntry } from '../bundle-inference-process';
import { fixture, hasFixtures } from '../fixtures.builder';
import { InferenceClient } from '../inference-client';
import { brokenDetector, colourClassifier, fixedDetector } from './tiny-models.builder';

const { signal } = new AbortController();
let folder = '';
let client: InferenceClient;
const models: BindableModel[] = [];
/** 320 x 160: the left half red, the right half green. */
const picture = () => join(folder, 'halves.png');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-pop-'));
  client = new InferenceClient(
    () => forkNodeProcess(testEntry),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    pino({ enabled: false }),
  );
  // Two boxes in the input of 32 x 32, which holds the picture at a tenth of its size.
  const halves = [
    { cx: 8, cy: 8, width: 12, height: 12, classId: 0, score: 0.9 },
    { cx: 24, cy: 8, width: 12, height: 8, classId: 1, score: 0.8 },
  ];
  // One in the middle of whatever is shown.
  const middle = [{ cx: 8, cy: 16, width: 8, height: 16, classId: 0, score: 0.7 }];
  await addModel('halves', fixedDetector(halves, 2));
  await addModel('middle', fixedDetector(middle, 1));
  await addModel('colour', colourClassifier());
  await addModel('broken', brokenDetector());
  await addModel('half-broken', fixedDetector(halves, 2, [Number.NaN]));
  const green = await sharp({ create: { width: 160, height: 160, channels: 3, background: '#0f0' } })
    .png()
    .toBuffer();
  await sharp({ create: { width: 320, height: 160, channels: 3, background: '#f00' } })
    .composite([{ input: green, left: 160, top: 0 }])
    .png()
    .toFile(picture());
});
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function addModel(id: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, `${id}.onnx`);
  writeFileSync(path, bytes);
  const { family, labels } = await client.inspect(path, id, signal);
  models.push({ id, name: id, path, family, labels: [...labels], sha256: id });
}

function popOf(value: unknown): Pop {
  const { pop, problems } = checkPop(value);
  if (!pop) throw new Error(JSON.stringify(problems));
  return pop;
}

const run = (pop: unknown, path = picture()) =>
  client.analysePop(path, bindPop(popOf(pop), { models, bindings: defaultBindings }), 0.1, signal);
const inference = (ability: string, over: object = {}) => ({ type: 'inference', ability, ...over });
const crop = (target: object, operator: object = {}) => ({
  forward: { operator: { type: 'crop', ...operator }, targets: [target] },
});
const left = { classLabel: 'class 0', confidence: 0.9, x: 20, y: 20, width: 120, height: 120 };
const right = { classLabel: 'class 1', confidence: 0.8, x: 180, y: 40, width: 120, height: 80 };

describe('a Pop on a picture', () => {
  it('of one model gives what the model alone gives, and says what each stage did', async () => {
    const { prediction, stages, backend } = await run({ components: [inference('halves')] });
    expect(prediction).toEqual({
      source_width: 320,
      source_height: 160,
      objects: [
        { ...left, id: 1 },
        { ...right, id: 2 },
      ],
    });
    const path = models.find(({ id }) => id === 'halves')?.path ?? '';
    const alone = await client.analyse(picture(), path, 0.1, signal);
    expect(prediction.objects?.map(({ id: _, ...object }) => object)).toEqual(alone.prediction.objects);
    expect(backend.provider).toBe('cpu');
    expect(stages).toEqual([
      { path: 'components[0]', type: 'inference', runs: 1, count: 2, dropped: 0, ms: expect.any(Number) },
    ]);
  });

  it('crops each object, looks into the crop and puts what is there into the object', async () => {
    const { prediction, stages } = await run({
      components: [inference('halves', crop(inference('colour', { categoryName: 'colour', topK: 1 })))],
    });
    expect(prediction.objects).toMatchObject([
      { ...left, classes: [{ classLabel: 'red', category: 'colour' }] },
      { ...right, classes: [{ classLabel: 'green', category: 'colour' }] },
    ]);
    expect(prediction.classes).toBeUndefined();
    expect(stages?.map(({ path, runs, count }) => [path, runs, count])).toEqual([
      ['components[0]', 1, 2],
      ['components[0].forward.targets[0]', 2, 2],
    ]);
  });

  it('gives nested boxes in source pixels, three levels down', async () => {
    const { prediction } = await run({
      components: [
        inference('halves', {
          topK: 1,
          ...crop(inference('middle', { categoryName: 'inner', ...crop(inference('middle')) })),
        }),
      ],
    });
    // The crop is 120 x 120, shown at 32 x 32: the box is a quarter of its width and half of its height.
    const inner = { x: 20 + 15, y: 20 + 30, width: 30, height: 60 };
    // Into it again: 30 x 60 is shown at 16 x 32.
    const innermost = { x: 35 + 7.5, y: 50 + 15, width: 15, height: 30 };
    expect(prediction.objects).toEqual([
      {
        ...left,
        id: 1,
        objects: [
          {
            ...inner,
            classLabel: 'class 0',
            confidence: 0.7,
            category: 'inner',
            id: 2,
            objects: [{ ...innermost, classLabel: 'class 0', confidence: 0.7, id: 3 }],
          },
        ],
      },
    ]);
  });

  it('lets through only the classes, the number and the scores asked for', async () => {
    const pop = (operator: object, over: object = {}) => ({
      components: [inference('halves', { ...over, ...crop(inference('middle'), operator) })],
    });
    const nested = async (value: object) =>
      (await run(value)).prediction.objects?.map(({ classLabel, objects }) => [classLabel, objects?.length ?? 0]);
    expect(await nested(pop({ includeClasses: ['class 1'] }))).toEqual([
      ['class 0', 0],
      ['class 1', 1],
    ]);
    expect(await nested(pop({ crop: { maxItems: 1 } }))).toEqual([
      ['class 0', 1],
      ['class 1', 0],
    ]);
    expect(await nested(pop({}, { confidenceThreshold: 0.85 }))).toEqual([['class 0', 1]]);
    expect(await nested(pop({}, { objectAreaThreshold: 0.25 }))).toEqual([['class 0', 1]]);
  });

  it('keeps what a hidden component found to itself, and what is found in it not', async () => {
    const { prediction, stages } = await run({
      components: [inference('halves', { hidden: true, ...crop(inference('middle')) })],
    });
    expect(prediction.objects).toMatchObject([
      { classLabel: 'class 0', x: 35 },
      { classLabel: 'class 0', x: 180 + 15 },
    ]);
    expect(prediction.objects?.[0]?.objects).toBeUndefined();
    expect(stages?.map(({ count }) => count)).toEqual([2, 2]);
  });

  it('falls back to the whole picture only where that is asked for and nothing was found', async () => {
    const pop = (type: string, confidenceThreshold: number) => ({
      components: [
        inference('halves', { confidenceThreshold, forward: { operator: { type }, targets: [inference('middle')] } }),
      ],
    });
    expect((await run(pop('crop', 0.99))).prediction.objects).toEqual([]);
    // The whole picture is 320 x 160, shown at 32 x 16.
    expect((await run(pop('crop_with_full_fallback', 0.99))).prediction.objects).toMatchObject([
      { x: 40, y: 80, width: 80, height: 80 },
    ]);
    const found = (await run(pop('crop_with_full_fallback', 0.5))).prediction.objects;
    expect(found).toMatchObject([{ objects: [{ x: 35 }] }, { objects: [{}] }]);
  });

  it('looks at the same picture again with full, and beside each other at the top', async () => {
    const { prediction } = await run({
      components: [
        inference('halves', { forward: { operator: { type: 'full' }, targets: [inference('colour', { topK: 1 })] } }),
        { type: 'forward', forward: { targets: [inference('middle')] } },
      ],
    });
    expect(prediction.objects?.map(({ id, width }) => [id, width])).toEqual([
      [1, 120],
      [2, 120],
      [3, 80],
    ]);
    expect(prediction.classes).toHaveLength(1);
  });

  it('turns the crop of an object that was found turned', async () => {
    const quarter = { crop: { orientationTargetAngle: 90 } };
    const { prediction } = await run({
      components: [inference('halves', { topK: 1, ...crop(inference('middle', crop(inference('colour'))), quarter) })],
    });
    // A quarter turn: what stands left of the middle in the crop lies above or below it in the picture.
    const [inner] = prediction.objects?.[0]?.objects ?? [];
    expect(inner).toMatchObject({ width: 30, height: 60, orientation: -90 });
    expect([(inner?.x ?? 0) + 15, (inner?.y ?? 0) + 30]).toEqual([80, 110]);
    expect(inner?.classes?.[0]).toMatchObject({ classLabel: 'red' });
  });

  it('says so when a model gives values that are no numbers, and fails when it gives nothing else', async () => {
    const { prediction, stages } = await run({ components: [inference('half-broken')] });
    expect(prediction.objects?.map(({ classLabel }) => classLabel)).toContain('class 1');
    expect(stages?.[0]?.dropped).toBe(1);
    await expect(run({ components: [inference('broken')] })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      params: { name: 'halves.png', reason: expect.stringContaining('holds no numbers') },
    });
  });

  it('names the file that cannot be read', async () => {
    const pop = { components: [inference('halves', crop(inference('middle')))] };
    await expect(run(pop, join(folder, 'none.png'))).rejects.toMatchObject({ code: 'MEDIA_GONE' });
  });

  it.skipIf(!hasFixtures)('finds the face in the person on a real picture', async () => {
    const { family, labels } = await client.inspect(fixture('models/yolox_nano.onnx'), 'yolox', signal);
    const faces = await client.inspect(fixture('models/yunet_n_640_640.onnx'), 'yunet', signal);
    const real: BindableModel[] = [
      { id: 'x', name: 'x', path: fixture('models/yolox_nano.onnx'), family, labels: [...labels], sha256: 'x' },
      { ...faces, id: 'y', name: 'y', path: fixture('models/yunet_n_640_640.onnx'), sha256: 'y', labels: ['face'] },
    ];
    const target = inference('eyepop.person.face.short-range:latest', {
      categoryName: 'face',
      confidenceThreshold: 0.6,
    });
    const pop = popOf({
      components: [inference('eyepop.person:latest', { confidenceThreshold: 0.5, ...crop(target) })],
    });
    const bound = bindPop(pop, { models: real, bindings: defaultBindings });
    const { prediction } = await client.analysePop(fixture('images/astronaut.png'), bound, 0.3, signal);
    const alone = await client.analyse(
      fixture('images/astronaut.png'),
      fixture('models/yunet_n_640_640.onnx'),
      0.6,
      signal,
    );
    const [face] = alone.prediction.objects ?? [];
    expect(prediction.objects).toHaveLength(1);
    const [found] = prediction.objects?.[0]?.objects ?? [];
    expect(found).toMatchObject({ classLabel: 'face', category: 'face' });
    // The same face as in the whole picture, within a few pixels.
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs((found?.[side] ?? 0) - (face?.[side] ?? 1e9)), side).toBeLessThan(12);
    }
  });
});
