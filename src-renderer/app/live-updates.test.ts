import { expect, it } from 'vitest';
import { aRun } from '#common/contract/run.builder';
import type { Run, RunId } from '#common/contract/runs';
import { mergeRuns } from './live-updates';

const runOf = (id: string, createdAtMs: number, done = 0): Run => aRun({ id: id as RunId, createdAtMs, done }); // a brand for a short name

it('replaces runs that changed and puts new ones first', () => {
  const merged = mergeRuns([runOf('b', 2), runOf('a', 1)], [runOf('a', 1, 4), runOf('c', 3)]);
  expect(merged.map(({ id, done }) => [id, done])).toEqual([
    ['c', 0],
    ['b', 0],
    ['a', 4],
  ]);
});
