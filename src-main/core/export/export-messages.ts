import type { OverlayChoice } from '#common/contract/exports';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { WireError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';

/** A copy to be made; what was found is read from the store, so that it need not pass through the core. */
export type AnnotateOrder = {
  readonly databaseFile: string;
  readonly of: { readonly runId: RunId; readonly mediaId: MediaId };
  readonly path: string;
  readonly part: string;
  readonly view: OverlayChoice;
};

/** An annotated copy of a picture. */
export type PictureOrder = {
  readonly id: number;
  readonly path: string;
  readonly prediction: Prediction;
  /** Written whole or not at all. */
  readonly out: string;
  readonly format: 'jpeg' | 'png';
  readonly minConfidence: number;
};

export type ToExportProcess =
  | { readonly kind: 'annotate'; readonly order: AnnotateOrder }
  | { readonly kind: 'picture'; readonly order: PictureOrder }
  | { readonly kind: 'cancel' };

export type FromExportProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'written'; readonly frames: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'painted'; readonly id: number; readonly error: WireError | null }
  | { readonly kind: 'failed'; readonly error: WireError; readonly stack: string | undefined };
