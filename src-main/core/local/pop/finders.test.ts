import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Pop } from '#common/pop/pop';
import type { PredictedObject } from '#common/prediction/prediction';
import { polygonArea } from '#common/vision/polygon-area';
import type { InputSpec } from '../family';
import { TensorBuffers } from '../tensor-buffers';
import { PixelsPicture } from './picture-source';
import { type PopModels, PopRunner } from './pop-runner';

const { signal } = new AbortController();
const spec: InputSpec = {
  name: 'x',
  size: { width: 32, height: 32 },
  layout: 'nchw',
  channels: 'rgb',
  type: 'float32',
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  fit: 'letterbox-top-left',
  pad: 114,
};
const buffers = new TensorBuffers();

/** A model that finds what the test says it finds in each picture in turn. */
function finding(...answers: (readonly PredictedObject[])[]): PopModels {
  let turn = 0;
  return {
    input: async () => spec,
    run: async (_model, { source, data }) => {
      buffers.giveBack(data);
      const objects = [...(answers[turn] ?? [])];
      turn += 1;
      return {
        prediction: { source_width: source.width, source_height: source.height, objects },
        backend: { provider: 'cpu', reason: '' },
        notNumbers: 0,
      };
    },
  };
}

const model = { modelId: 'm', name: 'm', path: 'm', sha256: 'm', labels: [] };
const runner = (pop: Pop, models: PopModels) => new PopRunner({ pop, models: { 'components[0]': model } }, models, 0);
const then = (...targets: NonNullable<NonNullable<Pop['components'][number]['forward']>['targets']>): Pop => ({
  components: [{ type: 'inference', ability: 'm', forward: { operator: { type: 'full' }, targets } }],
});

async function disc() {
  const svg =
    '<svg width="320" height="160"><rect width="320" height="160" fill="#eee"/><circle cx="80" cy="80" r="45"/></svg>';
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return new PixelsPicture({ data, width: info.width, height: info.height, channels: info.channels }, buffers);
}
const round = { classLabel: 'ball', confidence: 0.9, x: 20, y: 20, width: 120, height: 120 };
const empty = { classLabel: 'ball', confidence: 0.8, x: 180, y: 40, width: 120, height: 80 };

it('a contour finder outlines what a box holds, and says how many it was given', async () => {
  const pop = then({ type: 'contour_finder', contourType: 'circle' });
  const { prediction, stages } = await runner(pop, finding([round, empty])).run(await disc(), null, signal);
  const [ball, nothing] = prediction.objects ?? [];
  expect(Math.abs(polygonArea(ball?.contours?.[0]?.points ?? []) - Math.PI * 45 ** 2)).toBeLessThan(250);
  expect(nothing).not.toHaveProperty('contours');
  expect(stages[1]).toMatchObject({ type: 'contour_finder', runs: 1, count: 2 });
});

it.each([
  { keepSource: false, labels: ['part', 'box'] },
  { keepSource: true, labels: ['ball', 'part', 'box'] },
])(
  'a component finder puts pieces in the place of their source: keepSource $keepSource',
  async ({ keepSource, labels }) => {
    const pop = then({ type: 'component_finder', keepSource, componentClassLabel: 'part', dilate: 2, erode: 2 });
    pop.components.push({ type: 'inference', ability: 'm' });
    const bound = { pop, models: { 'components[0]': model, 'components[1]': model } };
    const models = finding([round], [{ ...empty, classLabel: 'box' }]);
    const { prediction } = await new PopRunner(bound, models, 0).run(await disc(), null, signal);
    expect(prediction.objects?.map(({ classLabel }) => classLabel)).toEqual(labels);
    const part = prediction.objects?.find(({ classLabel }) => classLabel === 'part');
    expect(Math.abs((part?.x ?? 0) - 35)).toBeLessThan(3);
    expect(Math.abs((part?.width ?? 0) - 90)).toBeLessThan(5);
  },
);

it('a tracker lives as long as its runner, leaves stills alone, and hands tracked objects on', async () => {
  const pop = then({ type: 'tracking', forward: { targets: [{ type: 'contour_finder', contourType: 'rectangle' }] } });
  const frames = [0, 1, 2, 3].map((frame) => [{ ...round, x: 20 + 5 * frame }]);
  const video = runner(pop, finding(...frames));
  const picture = await disc();
  const ids: unknown[] = [];
  for (const frame of [0, 1, 2, 3]) {
    const { prediction } = await video.run(picture, frame * 40e6, signal);
    expect(prediction.objects?.[0]?.contours).toHaveLength(1);
    ids.push([prediction.objects?.[0]?.trackId, prediction.objects?.[0]?.traceId]);
  }
  expect(ids).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
  const still = await runner(pop, finding([round])).run(picture, null, signal);
  expect(still.prediction.objects?.[0]).not.toHaveProperty('trackId');
});

it('two trackers in a Pop never give one id to two things', async () => {
  const following = (label: string): Pop['components'][number] => ({
    type: 'inference',
    ability: 'm',
    forward: { operator: { type: 'full', includeClasses: [label] }, targets: [{ type: 'tracking' }] },
  });
  const bound = {
    pop: { components: [following('ball'), following('box')] },
    models: { 'components[0]': model, 'components[1]': model },
  };
  const models = finding([round], [{ ...empty, classLabel: 'box' }]);
  const { prediction } = await new PopRunner(bound, models, 0, 7).run(await disc(), 0, signal);
  expect(prediction.objects?.map(({ trackId }) => trackId)).toEqual([8, 9]);
});

it('frames that a model did not look at are not empty ones to a tracker: a weak detection still goes on', async () => {
  const pop = then({ type: 'tracking' });
  const [first] = pop.components;
  if (first?.type === 'inference') first.targetFps = '10/1';
  const video = runner(pop, finding([round], [{ ...round, confidence: 0.2 }]));
  const picture = await disc();
  const ids: unknown[] = [];
  for (const frame of [0, 1, 2, 3, 4, 5]) {
    const { prediction, stages } = await video.run(picture, frame * 20e6, signal);
    const wasLookedAt = frame % 5 === 0;
    expect(stages.map(({ runs }) => runs)).toEqual(wasLookedAt ? [1, 1] : [0, 0]);
    ids.push(...(prediction.objects ?? []).map(({ trackId }) => trackId));
  }
  expect(ids).toEqual([1, 1]);
});

it('a tracker with a model for looks does not take one for the other because they stand in the same place', async () => {
  const at = (x: number): PredictedObject => ({
    classLabel: 'person',
    confidence: 0.9,
    x,
    y: 20,
    width: 80,
    height: 120,
  });
  const reid = { ...model, path: 'reid' };
  /** Red and blue change places between the frames; what a crop looks like is its mean colour. */
  const looking: PopModels = {
    input: async () => spec,
    run: async (path, { source, data }) => {
      const plane = data.length / 3;
      const mean = (channel: number) =>
        [...data.subarray(channel * plane, (channel + 1) * plane)].reduce((a, b) => a + b, 0) / plane;
      const embedding = [mean(0), mean(1), mean(2)];
      buffers.giveBack(data);
      const base = { source_width: source.width, source_height: source.height };
      const prediction =
        path === 'reid' ? { ...base, embeddings: [{ embedding }] } : { ...base, objects: [at(20), at(220)] };
      return { prediction, backend: { provider: 'cpu', reason: '' }, notNumbers: 0 };
    },
  };
  const frame = async (left: string, right: string) => {
    const svg = `<svg width="320" height="160"><rect width="160" height="160" fill="${left}"/><rect x="160" width="160" height="160" fill="${right}"/></svg>`;
    const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return new PixelsPicture({ data, width: info.width, height: info.height, channels: info.channels }, buffers);
  };
  const idsOf = async (tracking: object, models: Record<string, typeof model>) => {
    const pop = then({ type: 'tracking', ...tracking });
    const runs = new PopRunner({ pop, models: { 'components[0]': model, ...models } }, looking, 0);
    const ids = [];
    for (const [index, colours] of [
      ['#f00', '#00f'],
      ['#f00', '#00f'],
      ['#00f', '#f00'],
    ].entries()) {
      const picture = await frame(colours[0] ?? '', colours[1] ?? '');
      const { prediction } = await runs.run(picture, index * 4e7, signal);
      ids.push(prediction.objects?.map(({ trackId }) => trackId));
    }
    return ids;
  };
  expect(await idsOf({}, {})).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  const looked = await idsOf({ reidModel: 'reid', simThreshold: 0.8 }, { 'components[0].forward.targets[0]': reid });
  expect(looked.slice(0, 2)).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(looked[2]?.[0]).not.toBe(1);
  expect(looked[2]?.[1]).not.toBe(2);
});
