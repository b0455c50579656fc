import { z } from 'zod';

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
