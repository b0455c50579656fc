import type { motionModels } from '#common/pop/pop';

/**
 * EyePop's parameters of a tracking component under its own names; absent and null mean the default.
 *
 * EyePop names them and gives no units. Ours are chosen so that the defaults hold for every picture size and frame rate:
 * lengths are in *sizes* (square root of the box's area), noise terms are standard deviations, time is in seconds.
 */
export type TrackingParams = {
  /** A track not seen for longer ends; what comes back later is new. Default 1.5. */
  readonly maxAgeSeconds?: number | null;
  /** Least intersection over union, 0..1, of where a track should be and a detection that may go on with it. Default 0.3. */
  readonly iouThreshold?: number | null;
  /** Least cosine, -1..1, between a track's appearance and a detection's; used where both have a vector. Default 0.5. */
  readonly simThreshold?: number | null;
  /** True: a detection may go on with a track of another label. Default false: labels must be equal. */
  readonly agnostic?: boolean | null;
  /** How far a centre strays beside its model, in sizes per √s. Default 0.1. */
  readonly processNoisePosition?: number | null;
  /** How much a velocity changes, in sizes/s per √s; not for `random_walk`. Default 1. */
  readonly processNoiseVelocity?: number | null;
  /** How much an acceleration changes, in sizes/s² per √s; for `constant_acceleration` alone. Default 2. */
  readonly processNoiseAcceleration?: number | null;
  /** How much the area changes: for `random_walk` share per √s, else change of its rate (share/s per √s). Default 0.5. */
  readonly processNoiseScale?: number | null;
  /** How much the aspect ratio (width / height) changes, share per √s. Default 0.3. */
  readonly processNoiseAspectRatio?: number | null;
  /** Error of a detection's centre, share of the box's width. Default 0.05. */
  readonly measurementNoiseCx?: number | null;
  /** Error of a detection's centre, share of the box's height. Default 0.05. */
  readonly measurementNoiseCy?: number | null;
  /** Error of a detection's area, share of the area. Default 0.15. */
  readonly measurementNoiseArea?: number | null;
  /** Error of a detection's aspect ratio, share of it. Default 0.15. */
  readonly measurementNoiseAspectRatio?: number | null;
  /** Default `constant_velocity`. */
  readonly motionModel?: (typeof motionModels)[number] | null;
  /** True: the measurement noise of a detection is divided by its confidence. Default true. */
  readonly downweightLowConfidenceDetections?: boolean | null;
  /**
   * Weight of one sighting in the belief about a track's label: the likelihood of the label seen with confidence `c` is
   * `exp(classBeta * c)` times that of any other. Default 2.
   */
  readonly classBeta?: number | null;
  /**
   * How much of the belief is kept from one sighting to the next, 0..1: the prior is raised to this power. 1 never
   * forgets, 0 believes the last sighting alone. Default 0.9.
   */
  readonly classGamma?: number | null;
  /** True: the label changes only as the four parameters below allow. Default false: it is the most believed one. */
  readonly classHysteresis?: boolean | null;
  /** A label is taken on only when it is believed at least this much, 0..1. Default 0.6. */
  readonly classHysteresisHighThreshold?: number | null;
  /** The label held is given up only when it is believed at most this much, 0..1. Default 0.4. */
  readonly classHysteresisLowThreshold?: number | null;
  /** A label is held for at least so many sightings of its track. Default 5. */
  readonly classHysteresisMinHoldFrames?: number | null;
  /** Labels that a track may change to; all when absent. The label that it began with needs no permission. */
  readonly classHysteresisAllowedClasses?: readonly string[] | null;
};

/** The parameters with every default in its place. */
export type TrackingSettings = {
  readonly [Name in Exclude<keyof TrackingParams, 'classHysteresisAllowedClasses'>]-?: NonNullable<
    TrackingParams[Name]
  >;
} & { readonly classHysteresisAllowedClasses: readonly string[] | null };

const defaults: TrackingSettings = {
  maxAgeSeconds: 1.5,
  iouThreshold: 0.3,
  simThreshold: 0.5,
  agnostic: false,
  processNoisePosition: 0.1,
  processNoiseVelocity: 1,
  processNoiseAcceleration: 2,
  processNoiseScale: 0.5,
  processNoiseAspectRatio: 0.3,
  measurementNoiseCx: 0.05,
  measurementNoiseCy: 0.05,
  measurementNoiseArea: 0.15,
  measurementNoiseAspectRatio: 0.15,
  motionModel: 'constant_velocity',
  downweightLowConfidenceDetections: true,
  classBeta: 2,
  classGamma: 0.9,
  classHysteresis: false,
  classHysteresisHighThreshold: 0.6,
  classHysteresisLowThreshold: 0.4,
  classHysteresisMinHoldFrames: 5,
  classHysteresisAllowedClasses: null,
};

/** Ranges are the schema's business; only the tracking parameters are taken from what is given. */
export function trackingSettings(params: TrackingParams): TrackingSettings {
  const given = Object.entries(params).filter(([name, value]) => name in defaults && value != null);
  return { ...defaults, ...Object.fromEntries(given) };
}
