import type {
  PredictedClass,
  PredictedKeyPoints,
  PredictedMesh,
  PredictedObject,
  PredictedText,
  Prediction,
} from '#common/prediction/prediction';

/** The lists that a picture and an object both have. */
export type Lists = {
  classes: PredictedClass[];
  texts: PredictedText[];
  meshs: PredictedMesh[];
  keyPoints: PredictedKeyPoints[];
};

/** A result that is still being added to: of the picture, or what was found inside of an object. */
export type Draft = Lists & { objects: Found[]; embeddings: NonNullable<Prediction['embeddings']> };

/** An object on its way through the Pop. Trackers and finders replace `object`; crops fill `inside`. */
export type Found = {
  object: PredictedObject;
  readonly inside: Draft;
  /** False for what a hidden component found: it goes on, but is not in the result. */
  readonly isShown: boolean;
};

export const emptyDraft = (): Draft => ({
  objects: [],
  classes: [],
  texts: [],
  meshs: [],
  keyPoints: [],
  embeddings: [],
});

/** The whole of a result, every object with an `id` of its own in it, in the order of the lists. */
export function toPrediction(draft: Draft, base: Pick<Prediction, 'source_width' | 'source_height'>): Prediction {
  let lastId = 0;
  const toObject = ({ object, inside }: Found): PredictedObject => {
    lastId += 1;
    const { trackId } = object;
    return {
      ...object,
      id: lastId,
      ...(trackId != null && { traceId: trackId }),
      ...joined(object, inside),
      ...(inside.objects.length > 0 && { objects: [...(object.objects ?? []), ...inside.objects.map(toObject)] }),
      ...(inside.embeddings.length > 0 && { embeddings: inside.embeddings }),
    };
  };
  return {
    ...base,
    objects: draft.objects.map(toObject),
    ...joined({}, draft),
    ...(draft.embeddings.length > 0 && { embeddings: draft.embeddings }),
  };
}

/** What a model said of an object itself comes first. */
function joined(own: { readonly [List in keyof Lists]?: Lists[List] | null }, more: Lists): Partial<Lists> {
  return {
    ...(more.classes.length > 0 && { classes: [...(own.classes ?? []), ...more.classes] }),
    ...(more.texts.length > 0 && { texts: [...(own.texts ?? []), ...more.texts] }),
    ...(more.meshs.length > 0 && { meshs: [...(own.meshs ?? []), ...more.meshs] }),
    ...(more.keyPoints.length > 0 && { keyPoints: [...(own.keyPoints ?? []), ...more.keyPoints] }),
  };
}
