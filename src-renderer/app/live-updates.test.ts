import { expect, it } from 'vitest';
import type { Run, RunId } from '#common/contract/runs';
import { mergeRuns } from './live-updates';

const aRun = (id: string, createdAtMs: number, done = 0): Run => ({
  id: id as RunId, // a brand for a short name
  modelId: 'regions',
  modelName: 'Regions',
  engine: 'local',
  state: 'running',
  total: 5,
  done,
  failed: 0,
  frames: null,
  createdAtMs,
  startedAtMs: null,
  finishedAtMs: null,
});

it('replaces runs that changed and puts new ones first', () => {
  const merged = mergeRuns([aRun('b', 2), aRun('a', 1)], [aRun('a', 1, 4), aRun('c', 3)]);
  expect(merged.map(({ id, done }) => [id, done])).toEqual([
    ['c', 0],
    ['b', 0],
    ['a', 4],
  ]);
});
