import type { PredictedObject } from '#common/prediction/prediction';
import { Appearance } from './appearance';
import { BoxMotion } from './box-motion';
import { ClassBelief } from './class-belief';
import type { TrackingSettings } from './tracking-params';

/** One thing that is followed from frame to frame. */
export class Track {
  readonly motion: BoxMotion;
  readonly appearance = new Appearance();
  readonly belief: ClassBelief;
  lastSeenNs: number;

  constructor(
    readonly id: number,
    detection: PredictedObject,
    embedding: Float32Array | null,
    timestampNs: number,
    settings: TrackingSettings,
  ) {
    const confidence = detection.confidence ?? 1;
    this.motion = new BoxMotion(detection, confidence, settings);
    this.belief = new ClassBelief(detection.classLabel, confidence, settings);
    this.appearance.see(embedding);
    this.lastSeenNs = timestampNs;
  }

  see(detection: PredictedObject, embedding: Float32Array | null, timestampNs: number): void {
    const confidence = detection.confidence ?? 1;
    this.motion.correct(detection, confidence);
    this.belief.see(detection.classLabel, confidence);
    this.appearance.see(embedding);
    this.lastSeenNs = timestampNs;
  }
}
