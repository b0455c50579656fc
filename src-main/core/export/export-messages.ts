import type { OverlayChoice } from '#common/contract/exports';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { WireError } from '#common/errors';

/** A copy to be made; what was found is read from the store, so that it need not pass through the core. */
export type AnnotateOrder = {
  readonly databaseFile: string;
  readonly of: { readonly runId: RunId; readonly mediaId: MediaId };
  readonly path: string;
  readonly part: string;
  readonly view: OverlayChoice;
};

export type ToExportProcess =
  | { readonly kind: 'annotate'; readonly order: AnnotateOrder }
  | { readonly kind: 'cancel' };

export type FromExportProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'written'; readonly frames: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: WireError; readonly stack: string | undefined };
