import type { Xyxy } from '#common/vision/geometry';
import { AxisFilter, type AxisNoise } from './axis-filter';
import type { TrackingSettings } from './tracking-params';

/** Top-left corner and size in source px, both sides above 0. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** What may be thought of a rate that nobody has measured yet: in sizes/s and sizes/s², shares/s for the area. */
const firstVelocity = 2;
const firstAcceleration = 2;
const firstScaleRate = 0.5;

/** A confidence below this one counts as this one, so that no detection is taken for pure noise. */
const leastConfidence = 0.1;

/**
 * Where a box is and goes: centre, area and aspect ratio, each with a filter of its own, because §5.3's noise terms
 * know no correlations. Area and aspect ratio are kept as logarithms, so that they stay above 0 and their noise is a
 * share. The aspect ratio has no rate under any model: people who turn do not go on turning.
 */
export class BoxMotion {
  readonly #cx: AxisFilter;
  readonly #cy: AxisFilter;
  readonly #logArea: AxisFilter;
  readonly #logAspect: AxisFilter;
  readonly #settings: TrackingSettings;
  /** Whether it was there in the last frame. */
  isSeen = true;

  constructor(box: Box, confidence: number, settings: TrackingSettings) {
    this.#settings = settings;
    const measured = measurementOf(box);
    const deviation = deviationOf(box, confidence, settings);
    const { hasVelocity, hasAcceleration } = ratesOf(settings);
    const size = Math.sqrt(box.width * box.height);
    const rates = {
      velocity: hasVelocity * firstVelocity * size,
      acceleration: hasAcceleration * firstAcceleration * size,
    };
    this.#cx = new AxisFilter(measured.cx, { position: deviation.cx, ...rates });
    this.#cy = new AxisFilter(measured.cy, { position: deviation.cy, ...rates });
    this.#logArea = new AxisFilter(measured.logArea, {
      position: deviation.logArea,
      velocity: hasVelocity * firstScaleRate,
      acceleration: 0,
    });
    this.#logAspect = new AxisFilter(measured.logAspect, still(deviation.logAspect));
  }

  /**
   * Goes on by `dt` seconds. While the object is not seen, its size stays and its velocity too: what was measured of
   * their change is too little to go on for long.
   */
  predict(dt: number): void {
    const { processNoisePosition, processNoiseVelocity, processNoiseAcceleration, ...settings } = this.#settings;
    const { hasVelocity, hasAcceleration } = ratesOf(settings);
    const size = Math.exp(this.#logArea.position / 2);
    const noise = {
      position: processNoisePosition * size,
      velocity: hasVelocity * processNoiseVelocity * size,
      acceleration: hasAcceleration * processNoiseAcceleration * size,
    };
    if (!this.isSeen) {
      this.#cx.acceleration = 0;
      this.#cy.acceleration = 0;
      this.#logArea.velocity = 0;
    }
    this.#cx.predict(dt, noise);
    this.#cy.predict(dt, noise);
    const scale = settings.processNoiseScale;
    const scaleNoise = hasVelocity ? { position: 0, velocity: scale, acceleration: 0 } : still(scale);
    this.#logArea.predict(dt, scaleNoise);
    this.#logAspect.predict(dt, still(settings.processNoiseAspectRatio));
  }

  correct(box: Box, confidence: number): void {
    this.isSeen = true;
    const measured = measurementOf(box);
    const deviation = deviationOf(box, confidence, this.#settings);
    this.#cx.correct(measured.cx, deviation.cx);
    this.#cy.correct(measured.cy, deviation.cy);
    this.#logArea.correct(measured.logArea, deviation.logArea);
    this.#logAspect.correct(measured.logAspect, deviation.logAspect);
  }

  /** Where the box is now, in source px. */
  xyxy(): Xyxy {
    const width = Math.exp((this.#logArea.position + this.#logAspect.position) / 2);
    const height = Math.exp((this.#logArea.position - this.#logAspect.position) / 2);
    const [left, top] = [this.#cx.position - width / 2, this.#cy.position - height / 2];
    return [left, top, left + width, top + height];
  }

  /** How far off a box's centre lies, in standard deviations of both together (Mahalanobis). */
  centreDistance(box: Box): number {
    const measured = measurementOf(box);
    const deviation = deviationOf(box, 1, this.#settings);
    const off = (axis: AxisFilter, value: number, sigma: number) =>
      (value - axis.position) ** 2 / (axis.variance + sigma ** 2 || Number.MIN_VALUE);
    return Math.sqrt(off(this.#cx, measured.cx, deviation.cx) + off(this.#cy, measured.cy, deviation.cy));
  }
}

const still = (position: number): AxisNoise => ({ position, velocity: 0, acceleration: 0 });

/** 1 or 0, to multiply with. */
function ratesOf({ motionModel }: Pick<TrackingSettings, 'motionModel'>) {
  const hasAcceleration = motionModel === 'constant_acceleration' ? 1 : 0;
  return { hasVelocity: motionModel === 'random_walk' ? 0 : 1, hasAcceleration };
}

function measurementOf({ x, y, width, height }: Box) {
  return {
    cx: x + width / 2,
    cy: y + height / 2,
    logArea: Math.log(width) + Math.log(height),
    logAspect: Math.log(width) - Math.log(height),
  };
}

function deviationOf(box: Box, confidence: number, settings: TrackingSettings) {
  const factor = settings.downweightLowConfidenceDetections ? 1 / Math.max(confidence, leastConfidence) : 1;
  return {
    cx: settings.measurementNoiseCx * box.width * factor,
    cy: settings.measurementNoiseCy * box.height * factor,
    logArea: settings.measurementNoiseArea * factor,
    logAspect: settings.measurementNoiseAspectRatio * factor,
  };
}
