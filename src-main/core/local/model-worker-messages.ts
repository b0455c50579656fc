import type { Backend } from '#common/contract/runs';
import type { WireError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';
import type { SessionKey } from './inference-session';
import type { PictureTensor } from './picture-to-tensor';
import type { TensorValues } from './tensor-buffers';

/** Opens a model and, where there is a picture, runs it. `name` is the model's file as the person knows it. */
export type ModelTask = {
  readonly key: SessionKey;
  readonly name: string;
  readonly picture: ModelPicture | null;
};

/** The memory of the tensor's `data` goes to the worker and comes back with the answer. */
export type ModelPicture = { readonly tensor: PictureTensor; readonly minScore: number };

export type ModelAnswer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'ran'; readonly run: ModelRun }
  /** The model could not be opened. */
  | { readonly kind: 'refused'; readonly error: WireError }
  /** It could not be run or its outputs not read, in the words of whoever failed. */
  | { readonly kind: 'failed'; readonly reason: string };

/** What a model found in a picture. */
export type ModelRun = {
  readonly prediction: Prediction;
  /** How many values of its outputs were no number. */
  readonly notNumbers: number;
  /** The input's memory. */
  readonly data: TensorValues;
  readonly backend: Backend;
  /** The model and the reading of its outputs. */
  readonly runMs: number;
};
