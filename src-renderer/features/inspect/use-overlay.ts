import { useMemo } from 'react';
import { overlayFontFamily } from '#common/overlay/annotate';
import { frameNotes } from '#common/overlay/draw-frame-notes';
import type { Overlay } from '#common/overlay/draw-prediction';
import { filterScene } from '#common/overlay/filter';
import { buildHitIndex, type HitIndex } from '#common/overlay/hit-test';
import { labelSheet } from '#common/overlay/labels';
import { createMaskImages } from '#common/overlay/mask-images';
import { colourScene } from '#common/overlay/palette';
import { flattenPrediction } from '#common/overlay/scene';
import type { Prediction } from '#common/prediction/prediction';
import { createCanvasImage } from './canvas-image';
import { useInspect } from './inspect-store';

/** What the stage draws and asks; null while there is no prediction. */
export type ShownOverlay = { readonly overlay: Overlay; readonly hits: HitIndex };

/** What of a prediction does not depend on filters and looks. */
export function prepareOverlay(prediction: Prediction, formatScore: (score: number) => string) {
  const scene = flattenPrediction(prediction);
  return {
    scene,
    sheet: labelSheet(scene, formatScore, overlayFontFamily),
    notes: frameNotes(prediction, formatScore),
    masks: createMaskImages(createCanvasImage),
    hits: buildHitIndex(scene),
  };
}

/** Prepares a prediction for the stage. Each step is redone only when what it depends on changed. */
export function useOverlay(prediction: Prediction | null, formatScore: (score: number) => string): ShownOverlay | null {
  const minConfidence = useInspect((state) => state.minConfidence);
  const hiddenClasses = useInspect((state) => state.hiddenClasses);
  const colourMode = useInspect((state) => state.colourMode);
  const look = useInspect((state) => state.look);

  const prepared = useMemo(
    () => (prediction ? prepareOverlay(prediction, formatScore) : null),
    [prediction, formatScore],
  );
  const kept = useMemo(
    () => (prepared ? filterScene(prepared.scene, { minConfidence, hiddenClasses }) : null),
    [prepared, minConfidence, hiddenClasses],
  );
  const colouring = useMemo(() => (prepared ? colourScene(prepared.scene, colourMode) : null), [prepared, colourMode]);
  return useMemo(() => {
    if (!prepared || !kept || !colouring) return null;
    const { hits, ...rest } = prepared;
    return { overlay: { ...rest, kept, colouring, look }, hits };
  }, [prepared, kept, colouring, look]);
}
