import type { PredictedObject } from '#common/prediction/prediction';

export type TrueBox = PredictedObject & { readonly trueId: number };
export type SeenFrame = {
  readonly timestampNs: number;
  readonly truth: readonly TrueBox[];
  /** What a detector might make of it: jitter, misses, weak ones, false ones; in an order of its own. */
  readonly detections: readonly PredictedObject[];
};

export type WalkersOptions = {
  readonly seed: number;
  readonly walkers: number;
  readonly seconds: number;
  readonly framesPerSecond: number;
  /** Share of boxes that the detector does not see, besides those hidden behind another. */
  readonly missShare?: number;
  /** False detections a frame. */
  readonly falsePerFrame?: number;
};

const [width, height] = [1280, 720];

/** Numbers 0..1 that are the same each time (mulberry32, public domain). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** People who walk to and fro over a square and cross each other; the nearer one hides the other. */
export function walkers(options: WalkersOptions): SeenFrame[] {
  const random = randomOf(options.seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const people = Array.from({ length: options.walkers }, (_, trueId) => ({
    trueId,
    feetY: between(0.45, 1) * height,
    x: between(0.1, 0.9) * width,
    speed: between(40, 160) * (random() < 0.5 ? -1 : 1),
    sway: between(0, 2 * Math.PI),
  }));
  const frames = Math.round(options.seconds * options.framesPerSecond);
  return Array.from({ length: frames }, (_, frame): SeenFrame => {
    const seconds = frame / options.framesPerSecond;
    const truth = people.map((person): TrueBox => {
      const tall = person.feetY * 0.4;
      const wide = tall * (0.38 + 0.06 * Math.sin(person.sway + 6 * seconds));
      // Mirrored at the edges: a walker turns about.
      const way = (((person.x + person.speed * seconds) % (2 * width)) + 2 * width) % (2 * width);
      const cx = way < width ? way : 2 * width - way;
      const box = { x: cx - wide / 2, y: person.feetY - tall, width: wide, height: tall };
      return { trueId: person.trueId, classLabel: 'person', confidence: 0.8, ...box };
    });
    const detections = truth.flatMap((one): PredictedObject[] => {
      const hidden = hiddenShare(one, truth);
      if (hidden > 0.7 || random() < (options.missShare ?? 0)) return [];
      const jitter = () => (random() - 0.5) * 0.08;
      return [
        {
          classLabel: 'person',
          confidence: Math.max(0.12, 0.85 * (1 - hidden) - 0.3 * random() ** 2),
          x: one.x + jitter() * one.width,
          y: one.y + jitter() * one.height,
          width: one.width * (1 + jitter()),
          height: one.height * (1 + jitter()),
        },
      ];
    });
    const falseOnes = Array.from({ length: Math.round(random() * 2 * (options.falsePerFrame ?? 0)) }, () => ({
      classLabel: 'person',
      confidence: between(0.1, 0.45),
      x: between(0, width - 60),
      y: between(0, height - 150),
      width: between(30, 60),
      height: between(80, 150),
    }));
    const all = [...detections, ...falseOnes];
    return { timestampNs: Math.round(seconds * 1e9), truth, detections: all.toSorted(() => random() - 0.5) };
  });
}

/** Share of a box that lies behind people who stand nearer (lower in the picture). */
function hiddenShare(one: TrueBox, truth: readonly TrueBox[]): number {
  const shares = truth.map((other) => {
    if (other.y + other.height <= one.y + one.height) return 0;
    const w = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
    const h = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
    return w > 0 && h > 0 ? (w * h) / (one.width * one.height) : 0;
  });
  return Math.max(0, ...shares);
}
