import { z } from 'zod';

/**
 * EyePop's prediction, version 2: the one shape every engine answers with and every screen reads.
 *
 * Origin top-left, x to the right, y down, in pixels of a picture `source_width` x `source_height`, after EXIF
 * rotation. Nested objects use the same coordinates as their parents. Confidence is 0..1, times are nanoseconds except
 * `seconds`. Lists may be absent, null or empty; unknown keys are kept, because services add fields.
 */
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish();

export const Point2d = z.looseObject({ x: z.number(), y: z.number() });
export type Point2d = z.infer<typeof Point2d>;

export const Point3d = z.looseObject({ x: z.number(), y: z.number(), z: z.number().nullish() });
export type Point3d = z.infer<typeof Point3d>;

/** An outer polygon and its holes. */
export const Contour = z.looseObject({ points: z.array(Point2d), cutouts: list(z.array(Point2d)) });
export type Contour = z.infer<typeof Contour>;

/** One bit a pixel over the object's box: row r starts at byte `r * stride`, most significant bit first, 1 = object. */
export const Mask = z.looseObject({
  bitmap: z.string().describe('base64'),
  width: z.int().nonnegative(),
  height: z.int().nonnegative(),
  stride: z.int().nonnegative().describe('bytes per row'),
});
export type Mask = z.infer<typeof Mask>;

export const PredictedClass = z.looseObject({
  classLabel: z.string(),
  confidence: z.number().nullish(),
  category: z.string().nullish(),
  id: z.union([z.number(), z.string()]).nullish(),
});
export type PredictedClass = z.infer<typeof PredictedClass>;

export const PredictedText = z.looseObject({
  text: z.string(),
  confidence: z.number().nullish(),
  category: z.string().nullish(),
});
export type PredictedText = z.infer<typeof PredictedText>;

export const PredictedKeyPoint = z.looseObject({
  x: z.number(),
  y: z.number(),
  z: z.number().nullish(),
  classLabel: z.string().nullish(),
  confidence: z.number().nullish(),
  visible: z.boolean().nullish(),
});
export type PredictedKeyPoint = z.infer<typeof PredictedKeyPoint>;

export const PredictedKeyPoints = z.looseObject({
  points: z.array(PredictedKeyPoint),
  category: z.string().nullish(),
  type: z.string().nullish(),
});
export type PredictedKeyPoints = z.infer<typeof PredictedKeyPoints>;

export const PredictedMesh = z.looseObject({
  points: z.array(Point3d),
  category: z.string().nullish(),
  confidence: z.number().nullish(),
});
export type PredictedMesh = z.infer<typeof PredictedMesh>;

export const PredictedEmbedding = z.looseObject({
  embedding: z.array(z.number()),
  x: z.number().nullish(),
  y: z.number().nullish(),
  category: z.string().nullish(),
});

export const PredictedObject = z.looseObject({
  classLabel: z.string(),
  confidence: z.number().nullish(),
  category: z.string().nullish(),
  id: z.union([z.number(), z.string()]).nullish(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  trackId: z.union([z.number(), z.string()]).nullish(),
  traceId: z.union([z.number(), z.string()]).nullish(),
  orientation: z.number().nullish().describe('degrees, clockwise, about the centre of the box'),
  outline: list(Point2d),
  contours: list(Contour),
  mask: Mask.nullish(),
  classes: list(PredictedClass),
  texts: list(PredictedText),
  meshs: list(PredictedMesh),
  keyPoints: list(PredictedKeyPoints),
  get objects() {
    return z.array(PredictedObject).nullish();
  },
});
export type PredictedObject = z.infer<typeof PredictedObject>;

export const Prediction = z.looseObject({
  source_width: z.number(),
  source_height: z.number(),
  source_id: z.string().nullish(),
  timestamp: z.number().nullish().describe('ns from the start of the media'),
  seconds: z.number().nullish(),
  objects: list(PredictedObject),
  classes: list(PredictedClass),
  texts: list(PredictedText),
  meshs: list(PredictedMesh),
  keyPoints: list(PredictedKeyPoints),
  embeddings: list(PredictedEmbedding),
});
export type Prediction = z.infer<typeof Prediction>;
