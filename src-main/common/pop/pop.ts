import { z } from 'zod';

/** The part of EyePop's Pop (a pipeline of components) that runs today: inference on the whole picture. */
export const InferenceComponent = z.strictObject({
  type: z.literal('inference'),
  model: z.string().min(1).describe('id of a local model'),
  confidenceThreshold: z.number().min(0).max(1).optional(),
  categoryName: z.string().optional(),
});

export const Pop = z.strictObject({ components: z.array(InferenceComponent).min(1) });
export type Pop = z.infer<typeof Pop>;
