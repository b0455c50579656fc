import { z } from 'zod';

/**
 * EyePop's Pop: a tree of components, the same for a cloud session and for this computer. Unknown keys are refused, a
 * null stands for "not given" everywhere.
 *
 * These schemas say what fields there are; rules between fields and the limits of the whole are in `check-pop.ts`, which
 * is what a Pop from outside goes through.
 */

const fraction = z.string().regex(/^\d+\/[1-9]\d*$/);
const share = z.number().min(0).max(1);
const name = z.string().min(1).max(400);
const classList = z.array(z.string().min(1)).max(10_000);

export const inferenceTypes = [
  'image_classification',
  'object_detection',
  'key_points',
  'ocr',
  'mesh',
  'feature_vector',
  'semantic_segmentation',
  'segmentation',
  'raw',
] as const;
export type InferenceType = (typeof inferenceTypes)[number];

export const contourTypes = [
  'all_pixels',
  'polygon',
  'convex_hull',
  'hough_circles',
  'circle',
  'triangle',
  'rectangle',
] as const;

export const motionModels = ['random_walk', 'constant_velocity', 'constant_acceleration'] as const;

export const CropOptions = z.strictObject({
  maxItems: z.int().min(1).max(10_000).nullish().describe('the surest ones; 16 when not given'),
  boxPadding: z.number().min(0).max(10).nullish().describe('each side moves out by this share of the box’s length'),
  orientationTargetAngle: z.number().min(-360).max(360).nullish().describe('degrees that the object has in its crop'),
});
export type CropOptions = z.infer<typeof CropOptions>;

const SelectOptions = z.strictObject({
  mode: z.literal('most_relevant').nullish(),
  relevancyModel: name.nullish(),
  relevancyModelUuid: name.nullish(),
  minTrackLengthSeconds: z.number().min(0).nullish(),
  intervalSeconds: z.number().positive().nullish(),
});

export const operatorTypes = ['full', 'crop', 'crop_with_full_fallback', 'select_crop', 'select_full'] as const;

export const ForwardOperator = z.strictObject({
  type: z.enum(operatorTypes),
  includeClasses: classList.nullish().describe('only these go on; all when not given'),
  crop: CropOptions.nullish(),
  select: SelectOptions.nullish(),
});
export type ForwardOperator = z.infer<typeof ForwardOperator>;

/** What any component may have; `forward` stands in each of them, because a spread would ask for it too early. */
const common = {
  id: z.int().nullish().describe('address for parameters of a source'),
  toWorld: z.boolean().nullish(),
};

const ForwardComponent = z.strictObject({
  type: z.literal('forward'),
  ...common,
  get forward() {
    return Forward.nullish();
  },
});

const InferenceComponent = z.strictObject({
  type: z.literal('inference'),
  ...common,
  inferenceTypes: z.array(z.enum(inferenceTypes)).nullish(),
  hidden: z.boolean().nullish().describe('feeds its targets, but is left out of the result'),
  ability: name.nullish(),
  abilityUuid: name.nullish(),
  model: name.nullish(),
  modelUuid: name.nullish(),
  categoryName: z.string().max(400).nullish(),
  confidenceThreshold: share.nullish(),
  objectAreaThreshold: share.nullish().describe('share of the picture’s area'),
  topK: z.int().min(1).nullish(),
  topKClasses: z.int().min(1).nullish(),
  targetFps: fraction.nullish().describe('at most so often, e.g. 10/1'),
  videoChunkLengthSeconds: z.number().positive().nullish(),
  videoChunkOverlap: z.number().min(0).lt(0.5).nullish(),
  params: z.record(z.string(), z.unknown()).nullish(),
  get forward() {
    return Forward.nullish();
  },
});

const noise = z.number().min(0).nullish();

const TrackingComponent = z.strictObject({
  type: z.literal('tracking'),
  ...common,
  reidModelUuid: name.nullish(),
  reidModel: name.nullish(),
  maxAgeSeconds: z.number().min(0).nullish(),
  iouThreshold: share.nullish(),
  simThreshold: z.number().min(-1).max(1).nullish(),
  agnostic: z.boolean().nullish(),
  processNoisePosition: noise,
  processNoiseVelocity: noise,
  processNoiseAcceleration: noise,
  processNoiseScale: noise,
  processNoiseAspectRatio: noise,
  measurementNoiseCx: noise,
  measurementNoiseCy: noise,
  measurementNoiseArea: noise,
  measurementNoiseAspectRatio: noise,
  motionModel: z.enum(motionModels).nullish(),
  downweightLowConfidenceDetections: z.boolean().nullish(),
  classBeta: z.number().nullish(),
  classGamma: z.number().nullish(),
  classHysteresis: z.boolean().nullish(),
  classHysteresisHighThreshold: share.nullish(),
  classHysteresisLowThreshold: share.nullish(),
  classHysteresisMinHoldFrames: z.int().min(0).nullish(),
  classHysteresisAllowedClasses: classList.nullish(),
  get forward() {
    return Forward.nullish();
  },
});

const ContourFinderComponent = z.strictObject({
  type: z.literal('contour_finder'),
  ...common,
  contourType: z.enum(contourTypes).nullish().describe('a polygon when not given'),
  areaThreshold: share.nullish().describe('share of the picture’s area'),
  get forward() {
    return Forward.nullish();
  },
});

const ComponentFinderComponent = z.strictObject({
  type: z.literal('component_finder'),
  ...common,
  dilate: z.number().min(0).max(1000).nullish(),
  erode: z.number().min(0).max(1000).nullish(),
  keepSource: z.boolean().nullish(),
  componentClassLabel: z.string().max(400).nullish(),
  get forward() {
    return Forward.nullish();
  },
});

export const Component = z.discriminatedUnion('type', [
  ForwardComponent,
  InferenceComponent,
  TrackingComponent,
  ContourFinderComponent,
  ComponentFinderComponent,
]);

const Forward = z.strictObject({
  operator: ForwardOperator.nullish(),
  get targets() {
    return z.array(Component).min(1);
  },
});

const lens = z.number().positive();
const Camera = z.strictObject({
  intrinsics: z.strictObject({ fx: lens, fy: lens, cx: share, cy: share }).nullish(),
  hfovDegrees: z.number().gt(0).lt(180).nullish(),
  distortion: z
    .strictObject({ k1: z.number(), k2: z.number(), p1: z.number(), p2: z.number(), k3: z.number() })
    .partial()
    .nullish(),
  extrinsics: z
    .strictObject({
      rotation: z.strictObject({ w: z.number(), x: z.number(), y: z.number(), z: z.number() }),
      translation: z.strictObject({ x: z.number(), y: z.number(), z: z.number() }),
    })
    .nullish(),
});

const Defaults = z.strictObject({
  camera: Camera.nullish(),
  roi: z.unknown().nullish(),
  fps: fraction.nullish(),
  motionDetect: z.boolean().nullish(),
  motionSensitivity: z.number().nullish(),
  motionThreshold: z.number().nullish(),
  motionGap: z.number().nullish(),
  motionGridX: z.number().nullish(),
  motionGridY: z.number().nullish(),
});

export const Pop = z.strictObject({
  components: z.array(Component),
  postTransform: z.string().max(100_000).nullish().describe('JSONata over the prediction'),
  defaults: Defaults.nullish(),
  depthMap: z
    .strictObject({ ability: name.nullish(), abilityUuid: name.nullish(), toWorld: z.boolean().nullish() })
    .nullish(),
});
export type Pop = z.infer<typeof Pop>;

export type Component = z.infer<typeof Component>;
export type Forward = z.infer<typeof Forward>;
export type InferenceComponent = z.infer<typeof InferenceComponent>;
export type TrackingComponent = z.infer<typeof TrackingComponent>;
export type ContourFinderComponent = z.infer<typeof ContourFinderComponent>;
export type ComponentFinderComponent = z.infer<typeof ComponentFinderComponent>;
