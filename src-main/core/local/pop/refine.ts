import type { InferenceComponent, InferenceType } from '#common/pop/pop';
import type { PredictedClass, PredictedObject, Prediction } from '#common/prediction/prediction';
import type { Size } from '#common/vision/geometry';

export type Refined = {
  readonly objects: readonly PredictedObject[];
  readonly classes: readonly PredictedClass[];
  /** Left out because a box or a score was no number. */
  readonly dropped: number;
};

/** What a component lets through of what its model found in a region, best first, with its category. */
export function refine(
  { objects, classes }: Prediction,
  component: InferenceComponent,
  labels: readonly string[],
  source: Size,
): Refined {
  const { confidenceThreshold, objectAreaThreshold, topK, topKClasses, categoryName } = component;
  const kinds = component.inferenceTypes?.length ? new Set(component.inferenceTypes) : null;
  const named = categoryName ? { category: categoryName } : {};
  const isWanted = ({ classLabel, confidence }: PredictedClass) =>
    (labels.length === 0 || labels.includes(classLabel)) && (confidence ?? 1) >= (confidenceThreshold ?? 0);
  const minArea = (objectAreaThreshold ?? 0) * source.width * source.height;
  const sound = (objects ?? []).filter(hasNumbers);
  const kept = hasObjects(kinds)
    ? sound.filter((object) => isWanted(object) && object.width * object.height >= minArea).sort(bySureness)
    : [];
  const keptClasses = kinds === null || kinds.has('image_classification') ? (classes ?? []).filter(isWanted) : [];
  return {
    objects: kept.slice(0, topK ?? undefined).map((object) => ({ ...ofKinds(object, kinds), ...named })),
    classes: keptClasses
      .sort(bySureness)
      .slice(0, topKClasses ?? topK ?? undefined)
      .map((found) => ({ ...found, ...named })),
    dropped: (objects?.length ?? 0) - sound.length,
  };
}

export const bySureness = (a: PredictedClass, b: PredictedClass) => (b.confidence ?? 1) - (a.confidence ?? 1);

const hasNumbers = ({ x, y, width, height, confidence }: PredictedObject) =>
  [x, y, width, height, confidence ?? 1].every(Number.isFinite);

type Kinds = ReadonlySet<InferenceType> | null;
const ofObjects: readonly InferenceType[] = ['object_detection', 'key_points', 'segmentation', 'semantic_segmentation'];
const hasObjects = (kinds: Kinds) => kinds === null || ofObjects.some((kind) => kinds.has(kind));

/** Without what the component did not ask for. */
function ofKinds(object: PredictedObject, kinds: Kinds): PredictedObject {
  if (kinds === null) return object;
  const { keyPoints, contours, outline, mask, ...rest } = object;
  const hasShapes = kinds.has('segmentation') || kinds.has('semantic_segmentation');
  return {
    ...rest,
    ...(kinds.has('key_points') && keyPoints && { keyPoints }),
    ...(hasShapes && { ...(contours && { contours }), ...(outline && { outline }), ...(mask && { mask }) }),
  };
}
