import { z } from 'zod';
import { base } from './base';
import { ModelId } from './models';
import { OutputPlan, RunWhere } from './runs';

/** Everything a person can choose and expects to find again. */
export const Settings = z.object({
  language: z.enum(['system', 'en', 'fr']),
  theme: z.enum(['system', 'light', 'dark']),
  modelId: ModelId,
  popId: z.string().max(80).nullable().describe('the Pop that the next run uses; null runs the model alone'),
  where: RunWhere.describe('where the next run takes place'),
  connectionId: z.uuid().nullable().describe('of the service, where it is not here alone'),
  reuseResults: z.boolean().describe('take what an earlier run found in the same content with the same model'),
  itemsAtOnce: z.int().min(0).max(64).describe('0 lets us choose'),
  output: OutputPlan.nullable().describe('where the last batch wrote its results; offered again'),
  autoRun: z.boolean().describe('analyse what is dropped at once'),
  minConfidence: z.number().min(0).max(1),
  provider: z.string().max(40),
  threads: z.int().min(0).max(64).describe('0 lets us choose'),
  memoryLimitMiB: z.int().min(256).max(65_536).describe('the inference process restarts above it'),
  idleMinutes: z
    .int()
    .min(1)
    .max(1440)
    .describe('a paid session that runs nothing for so long is offered for stopping'),
  stopIdleSessions: z.boolean().describe('and is then stopped without asking'),
  firstRunDone: z.boolean(),
  layout: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  overlay: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  shortcuts: z.record(z.string(), z.string()).describe('command id to key chord, only where changed'),
});
export type Settings = z.infer<typeof Settings>;

/** Kept apart from the schema: zod would fill defaults into a partial update too, and so reset what was not named. */
export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  modelId: 'regions',
  popId: null,
  where: 'local',
  connectionId: null,
  reuseResults: true,
  itemsAtOnce: 0,
  output: null,
  autoRun: true,
  minConfidence: 0.5,
  provider: 'cpu',
  threads: 0,
  memoryLimitMiB: 4096,
  idleMinutes: 10,
  stopIdleSessions: false,
  firstRunDone: false,
  layout: {},
  overlay: {},
  shortcuts: {},
};

export const settings = {
  get: base.output(Settings),
  /** Merges the keys given into what is stored. */
  update: base.input(Settings.partial()).output(Settings),
};
