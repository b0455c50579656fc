import { describe, expect, it } from 'vitest';
import { translate } from '../texts/texts';
import { checkPop } from './check-pop';

/** EyePop's composed example, as its documentation has it. */
const composed = `{"components":[
 {"type":"inference","id":1,"ability":"eyepop.vehicle:latest","categoryName":"vehicles","confidenceThreshold":0.6,"targetFps":"10/1",
  "forward":{"operator":{"type":"crop","includeClasses":["car","truck"],"crop":{"maxItems":32,"boxPadding":0.1}},
   "targets":[
    {"type":"tracking","maxAgeSeconds":4,"iouThreshold":0.3,"agnostic":true,"motionModel":"constant_velocity"},
    {"type":"inference","ability":"eyepop.vehicle.license-plate:latest","topK":1,
     "forward":{"operator":{"type":"crop_with_full_fallback"},"targets":[
       {"type":"inference","ability":"eyepop.text.recognize.landscape:latest","categoryName":"license-plate"}]}}]}},
 {"type":"inference","ability":"eyepop.sam.small:latest","hidden":true,
  "forward":{"operator":{"type":"full"},"targets":[
    {"type":"contour_finder","contourType":"polygon","areaThreshold":0.005},
    {"type":"component_finder","dilate":2,"erode":1,"keepSource":false,"componentClassLabel":"blob"}]}},
 {"type":"inference","id":7,"ability":"eyepop.localize-objects:latest","params":{"prompts":[{"prompt":"person"}]}}],
 "postTransform":null}`;

const problemsOf = (pop: unknown) =>
  (checkPop(pop).problems ?? []).map(({ path, textKey, params }) => `${path}: ${translate('en', textKey, params)}`);
const inference = (over: object = {}) => ({ type: 'inference', ability: 'eyepop.person:latest', ...over });
const popOf = (...components: object[]) => ({ components });
const forwarding = (operator: object | null, target: object = inference()) =>
  popOf(inference({ forward: { operator, targets: [target] } }));

describe('checkPop', () => {
  it('reads the composed example as it is', () => {
    expect(checkPop(JSON.parse(composed)).pop).toEqual(JSON.parse(composed));
  });

  it('takes nulls for what is not given, as EyePop’s Python client sends them', () => {
    const nulls = Object.fromEntries(
      ['id', 'forward', 'hidden', 'abilityUuid', 'model', 'modelUuid', 'topK', 'params', 'toWorld'].map((k) => [
        k,
        null,
      ]),
    );
    expect(problemsOf({ ...popOf(inference(nulls)), defaults: null, depthMap: null, postTransform: null })).toEqual([]);
  });

  it('takes every kind of component and the newer parts', () => {
    const select = { mode: 'most_relevant', relevancyModel: 'm', minTrackLengthSeconds: 0, intervalSeconds: 2 };
    const camera = {
      hfovDegrees: 60,
      distortion: { k1: 0.1 },
      extrinsics: { rotation: { w: 1, x: 0, y: 0, z: 0 }, translation: { x: 0, y: 1, z: 2 } },
    };
    const pop = {
      components: [
        { type: 'forward', forward: { targets: [inference()] } },
        inference({
          forward: {
            targets: [
              {
                type: 'tracking',
                classHysteresis: true,
                classHysteresisLowThreshold: 0.2,
                classHysteresisHighThreshold: 0.4,
                forward: {
                  operator: { type: 'select_crop', crop: { boxPadding: 0.2 }, select },
                  targets: [inference()],
                },
              },
            ],
          },
        }),
      ],
      defaults: { camera, fps: '5/1', motionDetect: true },
      depthMap: { ability: 'eyepop.depth.metric.small' },
    };
    expect(problemsOf(pop)).toEqual([]);
  });

  it.each([
    { name: 'no list of components', pop: {}, says: ['components: is missing'] },
    { name: 'not an object', pop: [], says: [': must be an object'] },
    {
      name: 'an unknown type',
      pop: forwarding(null, { type: 'tracing' }),
      says: [
        'components[0].forward.targets[0].type: must be one of forward, inference, tracking, contour_finder, component_finder',
      ],
    },
    {
      name: 'a key nobody knows, far down',
      pop: forwarding({ type: 'crop', crop: { padding: 1 } }),
      says: ['components[0].forward.operator.crop.padding: padding is not known here'],
    },
    {
      name: 'a key nobody knows at the top',
      pop: { ...popOf(), version: 2 },
      says: ['version: version is not known here'],
    },
    {
      name: 'no contour type',
      pop: forwarding({ type: 'full' }, { type: 'contour_finder' }),
      says: ['components[0].forward.targets[0].contourType: is missing'],
    },
    {
      name: 'an unknown contour type',
      pop: popOf({ type: 'contour_finder', contourType: 'oval' }),
      says: [
        'components[0].contourType: must be one of all_pixels, polygon, convex_hull, hough_circles, circle, triangle, rectangle',
      ],
    },
    {
      name: 'an unknown operator',
      pop: forwarding({ type: 'slice' }),
      says: [
        'components[0].forward.operator.type: must be one of full, crop, crop_with_full_fallback, select_crop, select_full',
      ],
    },
    {
      name: 'an operator without a type',
      pop: forwarding({}),
      says: [
        'components[0].forward.operator.type: must be one of full, crop, crop_with_full_fallback, select_crop, select_full',
      ],
    },
    {
      name: 'crop options with full',
      pop: forwarding({ type: 'full', crop: {} }),
      says: ['components[0].forward.operator.crop: crop options only go with an operator that crops, not with full'],
    },
    {
      name: 'no targets',
      pop: popOf(inference({ forward: { targets: [] } })),
      says: ['components[0].forward.targets: must not be empty'],
    },
    {
      name: 'a forward without targets',
      pop: popOf(inference({ forward: {} })),
      says: ['components[0].forward.targets: is missing'],
    },
    {
      name: 'the same id twice',
      pop: popOf(inference({ id: 3 }), inference({ id: 3 })),
      says: ['components[1].id: is the id of components[0] already'],
    },
    {
      name: 'an id that is no whole number',
      pop: popOf(inference({ id: 1.5 })),
      says: ['components[0].id: must be a whole number'],
    },
    {
      name: 'a rate that is no fraction',
      pop: popOf(inference({ targetFps: '10' })),
      says: ['components[0].targetFps: must be a fraction of whole numbers such as 10/1'],
    },
    {
      name: 'a rate over nothing',
      pop: popOf(inference({ targetFps: '10/0' })),
      says: ['components[0].targetFps: must be a fraction of whole numbers such as 10/1'],
    },
    {
      name: 'a threshold above one',
      pop: popOf(inference({ confidenceThreshold: 60 })),
      says: ['components[0].confidenceThreshold: must be at most 1'],
    },
    {
      name: 'a threshold below nothing',
      pop: popOf({ type: 'tracking', iouThreshold: -0.1 }),
      says: ['components[0].iouThreshold: must be at least 0'],
    },
    {
      name: 'chunks that overlap by half',
      pop: popOf(inference({ videoChunkOverlap: 0.5 })),
      says: ['components[0].videoChunkOverlap: must be below 0.5'],
    },
    {
      name: 'no model',
      pop: popOf({ type: 'inference' }),
      says: ['components[0].ability: name exactly one of ability, abilityUuid, model and modelUuid'],
    },
    {
      name: 'two models',
      pop: popOf(inference({ modelUuid: 'u' })),
      says: ['components[0].ability: name exactly one of ability, abilityUuid, model and modelUuid'],
    },
    { name: 'a number as text', pop: popOf(inference({ topK: '3' })), says: ['components[0].topK: must be a number'] },
    {
      name: 'a text as a flag',
      pop: popOf(inference({ hidden: 'yes' })),
      says: ['components[0].hidden: must be true or false'],
    },
    {
      name: 'select outside of tracking',
      pop: forwarding({ type: 'select_full', select: {} }),
      says: ['components[0].forward.operator.type: only a tracking component can select'],
    },
    {
      name: 'select without its options',
      pop: popOf({ type: 'tracking', forward: { operator: { type: 'select_full' }, targets: [inference()] } }),
      says: ['components[0].forward.operator.select: is missing: select_crop and select_full need it'],
    },
    {
      name: 'select options with a crop',
      pop: forwarding({ type: 'crop', select: {} }),
      says: ['components[0].forward.operator.select: only goes with select_crop and select_full'],
    },
    {
      name: 'two relevancy models, crop options and a count',
      pop: popOf(
        {
          type: 'tracking',
          forward: {
            operator: { type: 'select_full', crop: {}, select: { relevancyModel: 'a', relevancyModelUuid: 'b' } },
            targets: [inference()],
          },
        },
        {
          type: 'tracking',
          forward: { operator: { type: 'select_crop', crop: { maxItems: 2 }, select: {} }, targets: [inference()] },
        },
      ),
      says: [
        'components[0].forward.operator.crop: crop options do not go with select_full',
        'components[0].forward.operator.select.relevancyModel: name either relevancyModel or relevancyModelUuid, not both',
        'components[1].forward.operator.crop.maxItems: maxItems does not go with select_crop',
      ],
    },
    {
      name: 'a camera with two lenses and a crooked turn',
      pop: {
        ...popOf(),
        defaults: {
          camera: {
            hfovDegrees: 60,
            intrinsics: { fx: 1, fy: 1, cx: 0.5, cy: 0.5 },
            extrinsics: { rotation: { w: 1, x: 1, y: 0, z: 0 }, translation: { x: 0, y: 0, z: 0 } },
          },
        },
        depthMap: {},
      },
      says: [
        'depthMap: needs either ability or abilityUuid',
        'defaults.camera: needs either intrinsics or hfovDegrees',
        'defaults.camera.extrinsics.rotation: must be a unit quaternion',
      ],
    },
    {
      name: 'several things at once',
      pop: popOf(inference({ topK: 0, colour: 'red' }), { type: 'component_finder', dilate: -1 }),
      says: [
        'components[0].topK: must be at least 1',
        'components[0].colour: colour is not known here',
        'components[1].dilate: must be at least 0',
      ],
    },
  ])('names component and field: $name', ({ pop, says }) => {
    expect(problemsOf(pop)).toEqual(says);
  });
});

describe('checkPop with a hostile Pop', () => {
  it('refuses one that holds itself', () => {
    const component: Record<string, unknown> = inference();
    component.forward = { targets: [component] };
    expect(problemsOf(popOf(component))).toEqual([
      'components[0].forward.targets[0]: holds itself again, so it would never end',
    ]);
  });

  it('refuses 10,000 components, side by side or in one another', () => {
    const many = Array.from({ length: 10_000 }, () => inference());
    expect(problemsOf(popOf(...many))).toEqual([': has more than 2000 components']);
    let nested: object = inference();
    for (let depth = 0; depth < 10_000; depth += 1) nested = inference({ forward: { targets: [nested] } });
    expect(problemsOf(popOf(nested))).toEqual([': is nested too deeply (24 components at most)']);
    expect(problemsOf(JSON.parse(JSON.stringify(popOf(nest(24)))))).toEqual([]);
    expect(problemsOf(popOf(nest(25)))).toEqual([': is nested too deeply (24 components at most)']);
  });

  it('refuses one that grows when it is walked', () => {
    // Twice the same in each level: 2^20 components in a few objects.
    let shared: object = inference();
    for (let level = 0; level < 20; level += 1) shared = { type: 'forward', forward: { targets: [shared, shared] } };
    expect(problemsOf(popOf(shared))).toEqual([': holds more than 200000 values']);
  });

  it('is not fooled by names of JavaScript', () => {
    const pop = JSON.parse('{"components":[{"type":"toString"}],"__proto__":{"a":1},"constructor":1}');
    expect(problemsOf(pop).length).toBeGreaterThan(0);
    expect(problemsOf(popOf({ type: 'constructor' }))[0]).toContain('components[0].type: must be one of');
  });
});

function nest(depth: number): object {
  return depth === 1 ? inference() : inference({ forward: { targets: [nest(depth - 1)] } });
}
