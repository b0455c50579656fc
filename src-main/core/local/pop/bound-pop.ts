import type { Pop } from '#common/pop/pop';

/** The model of this computer that stands for an ability, and which of its labels count. */
export type BoundModel = {
  readonly modelId: string;
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  /** Empty lets all through. */
  readonly labels: readonly string[];
};

/** A Pop of which every inference component has a model, so that it can run without asking anyone. */
export type BoundPop = {
  readonly pop: Pop;
  /** By the path of the component, e.g. `components[0].forward.targets[1]`. */
  readonly models: Readonly<Record<string, BoundModel>>;
};
