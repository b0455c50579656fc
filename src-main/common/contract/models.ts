import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base';

export const ModelId = z.string().min(1).max(200).describe('a built-in id such as `regions`, or a slug of the name');
export type ModelId = z.infer<typeof ModelId>;

export const ModelFamily = z.enum(['regions', 'yolox', 'yunet', 'yolo-detect', 'classification', 'embedding']);
export type ModelFamily = z.infer<typeof ModelFamily>;

export const TensorInfo = z.object({
  name: z.string(),
  type: z.string().describe('float32, uint8, …'),
  shape: z.array(z.union([z.int(), z.string()])).describe('a name stands for a dynamic axis'),
});
export type TensorInfo = z.infer<typeof TensorInfo>;

export const Model = z.object({
  id: ModelId,
  name: z.string(),
  builtIn: z.boolean(),
  family: ModelFamily,
  inputs: z.array(TensorInfo),
  outputs: z.array(TensorInfo),
  inputWidthPx: z.int().positive(),
  inputHeightPx: z.int().positive(),
  labels: z.array(z.string()),
  byteSize: z.int().nonnegative(),
  sha256: z.string().length(64),
  path: z.string(),
  card: z.string().describe('Markdown; empty for added models'),
  licence: z.string(),
  addedAtMs: z.int(),
});
export type Model = z.infer<typeof Model>;

export const models = {
  list: base.output(z.array(Model)),
  add: base.input(z.object({ path: z.string().min(1), name: z.string().max(120).optional() })).output(Model),
  rename: base.input(z.object({ modelId: ModelId, name: z.string().trim().min(1).max(120) })).output(Model),
  /** Takes the model out of the list and deletes our copy of it; the file that it came from stays. */
  remove: base.input(z.object({ modelId: ModelId })).output(z.object({ removed: z.boolean() })),
  pick: base.output(Model.nullable()),
  changes: base.output(eventIterator(z.object({ revision: z.int() }))),
};
