import type { TrackingSettings } from './tracking-params';

type ClassSettings = Pick<
  TrackingSettings,
  | 'classBeta'
  | 'classGamma'
  | 'classHysteresis'
  | 'classHysteresisHighThreshold'
  | 'classHysteresisLowThreshold'
  | 'classHysteresisMinHoldFrames'
  | 'classHysteresisAllowedClasses'
>;

/**
 * What a track is, out of all its sightings, as Bayes would have it: each sighting raises the prior to the power of
 * `classGamma` (forgetting) and multiplies the label seen by `exp(classBeta * confidence)`. All labels never seen
 * together weigh as one label without evidence, so a belief of nearly 1 has to be earned.
 *
 * EyePop documents the two names and no formula; this is our reading of "Bayesian-like".
 */
export class ClassBelief {
  /** Log-evidence of each label seen. */
  readonly #evidence = new Map<string, number>();
  readonly #settings: ClassSettings;
  #label: string;
  #heldFrames = 0;

  constructor(label: string, confidence: number, settings: ClassSettings) {
    this.#settings = settings;
    this.#label = label;
    this.see(label, confidence);
  }

  /** The label that the track bears now. */
  get label(): string {
    return this.#label;
  }

  /** Belief in a label, 0..1. */
  beliefIn(label: string): number {
    const evidence = this.#evidence.get(label);
    if (evidence === undefined) return 0;
    // Shifted by the largest, so that exp never overflows; the 0 is that of all labels never seen.
    const top = Math.max(0, ...this.#evidence.values());
    let sum = Math.exp(-top);
    for (const value of this.#evidence.values()) sum += Math.exp(value - top);
    return Math.exp(evidence - top) / sum;
  }

  see(label: string, confidence: number): void {
    const { classBeta, classGamma } = this.#settings;
    for (const [known, value] of this.#evidence) this.#evidence.set(known, value * classGamma);
    this.#evidence.set(label, (this.#evidence.get(label) ?? 0) + classBeta * confidence);
    const best = this.#mostBelieved();
    if (best !== this.#label && this.#mayChangeTo(best)) {
      this.#label = best;
      this.#heldFrames = 0;
    }
    this.#heldFrames += 1;
  }

  /** The label held wins a draw. */
  #mostBelieved(): string {
    let best = this.#label;
    for (const [label, value] of this.#evidence) if (value > (this.#evidence.get(best) ?? 0)) best = label;
    return best;
  }

  #mayChangeTo(label: string): boolean {
    const settings = this.#settings;
    if (!settings.classHysteresis) return true;
    return (
      this.#heldFrames >= settings.classHysteresisMinHoldFrames &&
      this.beliefIn(label) >= settings.classHysteresisHighThreshold &&
      this.beliefIn(this.#label) <= settings.classHysteresisLowThreshold &&
      (settings.classHysteresisAllowedClasses?.includes(label) ?? true)
    );
  }
}
