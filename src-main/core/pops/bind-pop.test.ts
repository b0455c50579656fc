import { describe, expect, it } from 'vitest';
import type { PopBinding } from '#common/contract/pops';
import { checkPop } from '#common/pop/check-pop';
import { type BindableModel, bindPop } from './bind-pop';
import { defaultBindings } from './default-bindings';

const aModel = (id: string, family: BindableModel['family'], labels: string[] = []): BindableModel => ({
  id,
  name: id.toUpperCase(),
  family,
  labels,
  path: `/models/${id}.onnx`,
  sha256: id,
});
const models = [
  aModel('regions', 'regions', ['region']),
  aModel('dogs', 'yolox', ['dog']),
  aModel('street', 'yolo-detect', ['person', 'car']),
  aModel('faces-model', 'yunet', ['face']),
  aModel('scenes', 'classification', ['indoor', 'outdoor']),
];
const inference = (ability: string, over: object = {}) => ({ type: 'inference', ability, ...over });
const bind = (pop: object, bindings: readonly PopBinding[] = defaultBindings, known = models) => {
  const { pop: checked } = checkPop({ ...pop });
  if (!checked) throw new Error('the test’s Pop is not valid');
  return bindPop(checked, { models: known, bindings });
};
const chosen = (ability: string, bindings?: readonly PopBinding[]) => {
  const model = bind({ components: [inference(ability)] }, bindings).models['components[0]'];
  return [model?.modelId, model?.labels];
};

describe('bindPop', () => {
  it.each([
    { ability: 'eyepop.person:latest', gets: ['street', ['person']] },
    { ability: 'eyepop.person', gets: ['street', ['person']] },
    { ability: 'eyepop.person.face.short-range:latest', gets: ['faces-model', []] },
    { ability: 'eyepop.sam.small:latest', gets: ['regions', []] },
    { ability: 'objects', gets: ['dogs', []] },
    { ability: 'classes', gets: ['scenes', []] },
    { ability: 'regions', gets: ['regions', []] },
    { ability: 'street', gets: ['street', []] },
  ])('$ability: $gets', ({ ability, gets }) => {
    expect(chosen(ability)).toEqual(gets);
  });

  it('takes the preferred model where several would do', () => {
    const preferred = [models[2], ...models].flatMap((model) => model ?? []);
    const bound = bind({ components: [inference('objects')] }, defaultBindings, preferred);
    expect(bound.models['components[0]']?.modelId).toBe('street');
  });

  it('takes the binding of the tag before that of the name, and the model that a binding names', () => {
    const bindings: PopBinding[] = [
      { alias: 'eyepop.person', kind: 'objects', modelId: 'street', labels: ['person'] },
      { alias: 'eyepop.person:v2', kind: 'objects', modelId: 'dogs', labels: [] },
    ];
    expect(chosen('eyepop.person:latest', bindings)).toEqual(['street', ['person']]);
    expect(chosen('eyepop.person:v2', bindings)).toEqual(['dogs', []]);
  });

  it('binds every inference component by its path', () => {
    const pop = {
      components: [
        { type: 'forward', forward: { targets: [inference('regions')] } },
        inference('objects', { forward: { operator: { type: 'crop' }, targets: [inference('faces')] } }),
      ],
    };
    expect(Object.entries(bind(pop).models).map(([path, { modelId }]) => [path, modelId])).toEqual([
      ['components[0].forward.targets[0]', 'regions'],
      ['components[1]', 'dogs'],
      ['components[1].forward.targets[0]', 'faces-model'],
    ]);
  });

  const below = (target: object) => ({ components: [inference('objects', { forward: { targets: [target] } })] });
  const path = 'components[0].forward.targets[0]';
  it.each([
    { name: 'nothing in it', pop: { components: [] }, code: 'POP_EMPTY', params: {} },
    {
      name: 'an ability with no counterpart',
      pop: below(inference('eyepop.vehicle.license-plate:latest')),
      code: 'POP_NOT_LOCAL',
      params: { path, ability: 'eyepop.vehicle.license-plate:latest' },
    },
    {
      name: 'a uuid with no counterpart',
      pop: below({ type: 'inference', modelUuid: 'u-1' }),
      code: 'POP_NOT_LOCAL',
      params: { path, ability: 'u-1' },
    },
    {
      name: 'a kind of result that the model does not give',
      pop: below(inference('faces', { inferenceTypes: ['object_detection', 'mesh'] })),
      code: 'POP_INFERENCE_TYPE',
      params: { path, type: 'mesh', model: 'FACES-MODEL' },
    },
    {
      name: 'prompts',
      pop: below(inference('objects', { params: { prompts: [] } })),
      code: 'POP_PART_NOT_LOCAL',
      params: { path: `${path}.params` },
    },
    {
      name: 'a model for looks that is not here',
      pop: below({ type: 'tracking', reidModel: 'osnet' }),
      code: 'POP_NOT_LOCAL',
      params: { path: `${path}.reidModel`, ability: 'osnet' },
    },
    {
      name: 'a model for looks that finds faces',
      pop: below({ type: 'tracking', reidModel: 'faces-model' }),
      code: 'POP_INFERENCE_TYPE',
      params: { path: `${path}.reidModel`, type: 'feature_vector', model: 'FACES-MODEL' },
    },
    {
      name: 'places in the world',
      pop: below(inference('objects', { toWorld: true })),
      code: 'POP_PART_NOT_LOCAL',
      params: { path: `${path}.toWorld` },
    },
    {
      name: 'a depth map',
      pop: { components: [inference('objects')], depthMap: { ability: 'd' } },
      code: 'POP_PART_NOT_LOCAL',
      params: { path: 'depthMap' },
    },
    {
      name: 'defaults of a source',
      pop: { components: [inference('objects')], defaults: { fps: '5/1' } },
      code: 'POP_PART_NOT_LOCAL',
      params: { path: 'defaults.fps' },
    },
  ])('refuses before the run: $name', ({ pop, code, params }) => {
    expect(() => bind(pop)).toThrow(expect.objectContaining({ code, params }));
  });

  it('says when no model here finds it, and when the one bound is gone', () => {
    const pop = { components: [inference('eyepop.person:latest')] };
    expect(() => bind(pop, defaultBindings, [])).toThrow(expect.objectContaining({ code: 'POP_NO_MODEL' }));
    const binding: PopBinding = { alias: 'eyepop.person', kind: 'objects', modelId: 'gone', labels: [] };
    expect(() => bind(pop, [binding])).toThrow(
      expect.objectContaining({ code: 'POP_MODEL_GONE', params: expect.objectContaining({ model: 'gone' }) }),
    );
  });
});
