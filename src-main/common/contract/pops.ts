import { z } from 'zod';
import { ModelId } from './models';

/** What one component of a Pop did to one picture. */
export const StageFacts = z.object({
  path: z.string().describe('e.g. `components[0].forward.targets[1]`'),
  type: z.enum(['forward', 'inference', 'tracking', 'contour_finder', 'component_finder']),
  runs: z.int().nonnegative().describe('how often: a model once for each crop; 0 where it was not its turn'),
  count: z.int().nonnegative().describe('objects and classes that came out of it'),
  ms: z.number().nonnegative(),
  dropped: z.int().nonnegative().describe('values of a model that were no number, left out'),
});
export type StageFacts = z.infer<typeof StageFacts>;

/** What a model must be able to find to stand for an ability. */
export const BindingKind = z.enum(['objects', 'faces', 'regions', 'classes']);
export type BindingKind = z.infer<typeof BindingKind>;

/** Which model of this computer stands for an ability or model alias of a Pop. */
export const PopBinding = z.object({
  alias: z.string().trim().min(1).max(400).describe('with or without `:tag`; without, it stands for every tag'),
  kind: BindingKind.describe('what is looked for where no model is named'),
  modelId: ModelId.nullable().describe('null takes the first model that finds what is asked for'),
  labels: z.array(z.string().min(1).max(200)).max(1000).describe('only these come through; empty lets all through'),
});
export type PopBinding = z.infer<typeof PopBinding>;
