import { z } from 'zod';
import { base } from './base';
import { ModelId } from './models';

/** Everything a person can choose and expects to find again. Unknown or broken values fall back one by one. */
export const Settings = z.object({
  language: z.enum(['system', 'en', 'fr']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  modelId: ModelId.default('regions'),
  autoRun: z.boolean().default(true).describe('analyse what is dropped at once'),
  minConfidence: z.number().min(0).max(1).default(0.5),
  provider: z.string().default('cpu'),
  threads: z.int().min(0).max(64).default(0).describe('0 lets us choose'),
  memoryLimitMiB: z.int().min(256).max(65_536).default(4096).describe('the inference process restarts above it'),
  firstRunDone: z.boolean().default(false),
  layout: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).default({}),
  overlay: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).default({}),
  shortcuts: z.record(z.string(), z.string()).default({}).describe('command id to key chord, only where changed'),
});
export type Settings = z.infer<typeof Settings>;

export const settings = {
  get: base.output(Settings),
  /** Merges the keys given into what is stored. */
  update: base.input(Settings.partial()).output(Settings),
};
