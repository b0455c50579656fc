import { z } from 'zod';
import { base } from './base';
import { Backend } from './runs';

export const AppInfo = z.object({
  version: z.string(),
  shell: z.enum(['desktop', 'browser']),
  platform: z.string(),
  node: z.string(),
  dataDir: z.string(),
  hasDialogs: z.boolean().describe('whether `media.pick` and `models.pick` open a dialog of the host'),
  providers: z.array(z.object({ name: z.string(), bundled: z.boolean() })),
});
export type AppInfo = z.infer<typeof AppInfo>;

export const EngineStatus = z.object({
  state: z.enum(['cold', 'starting', 'warm', 'failed']),
  backend: Backend.nullable().describe('of the last picture; null before the first one'),
  restarts: z.int().describe('how often the process died since the app started'),
  residentBytes: z.int().nullable(),
});
export type EngineStatus = z.infer<typeof EngineStatus>;

export const app = {
  info: base.output(AppInfo),
  /** The host's own dialog for a folder to write to; null when cancelled, or where there is none. */
  pickFolder: base.output(z.string().nullable()),
  engine: base.output(EngineStatus),
};
