import type { Backend } from '#common/contract/runs';
import type { WireError } from '#common/errors';
import type { OutputTensor } from './family';
import type { SessionKey } from './inference-session';
import type { TensorValues } from './tensor-buffers';

/** Opens a model and, where there is an input, runs it. `name` is the model's file as the person knows it. */
export type ModelTask = {
  readonly key: SessionKey;
  readonly name: string;
  readonly input: ModelInput | null;
};

/** The memory of `data` goes to the worker and comes back with the answer. */
export type ModelInput = { readonly name: string; readonly data: TensorValues; readonly dims: readonly number[] };

export type ModelAnswer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'ran'; readonly run: ModelRun }
  /** The model could not be opened. */
  | { readonly kind: 'refused'; readonly error: WireError }
  /** It could not be run, in the runtime's words. */
  | { readonly kind: 'failed'; readonly reason: string };

export type ModelRun = {
  readonly outputs: ReadonlyMap<string, OutputTensor>;
  /** The input's memory. */
  readonly data: TensorValues;
  readonly backend: Backend;
  readonly runMs: number;
};
