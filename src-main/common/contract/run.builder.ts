import type { Run, RunId } from './runs';

/** A run that has just begun; tests change what they are about. */
export const aRun = (over: Partial<Run> = {}): Run => ({
  id: '00000000-0000-4000-8000-000000000000' as RunId, // a brand for a literal
  modelId: 'regions',
  modelName: 'Regions',
  where: 'local',
  state: 'running',
  total: 100,
  done: 0,
  failed: 0,
  kept: 0,
  place: 1,
  problem: null,
  outputFolder: null,
  frames: null,
  createdAtMs: 0,
  startedAtMs: 1_000,
  finishedAtMs: null,
  ...over,
});
