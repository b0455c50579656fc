import type { Scene } from './scene';

/** What a person wants to see of a prediction. It only hides; nothing is run again. */
export type SceneFilter = {
  /** Objects below it are hidden; objects without a confidence never are. */
  readonly minConfidence: number;
  readonly hiddenClasses: ReadonlySet<string>;
};

/** Which objects pass, and how many of each class. */
export type Kept = {
  /** 1 for each object that passes. */
  readonly flags: Uint8Array;
  readonly count: number;
  readonly total: number;
  readonly perClass: Uint32Array;
  readonly totalPerClass: Uint32Array;
};

/** Filters by class and confidence in one pass. A nested object is judged by its own class and confidence. */
export function filterScene(scene: Scene, filter: SceneFilter): Kept {
  const { count: total, classOf, score, classNames } = scene;
  const isHidden = Uint8Array.from(classNames, (name) => (filter.hiddenClasses.has(name) ? 1 : 0));
  const flags = new Uint8Array(total);
  const perClass = new Uint32Array(classNames.length);
  const totalPerClass = new Uint32Array(classNames.length);
  let count = 0;
  for (let i = 0; i < total; i += 1) {
    const classId = classOf[i] ?? 0;
    totalPerClass[classId] = (totalPerClass[classId] ?? 0) + 1;
    // Written so that NaN (no confidence) passes.
    if (isHidden[classId] === 1 || (score[i] ?? 0) < filter.minConfidence) continue;
    flags[i] = 1;
    count += 1;
    perClass[classId] = (perClass[classId] ?? 0) + 1;
  }
  return { flags, count, total, perClass, totalPerClass };
}
