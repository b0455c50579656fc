import { describe, expect, it } from 'vitest';
import type { Run, RunId } from '#common/contract/runs';
import { RunWatch } from './run-watch';

const aRun = (id: string, over: Partial<Run>): Run => ({
  id: id as RunId, // a brand for a literal
  modelId: 'm',
  modelName: 'M',
  engine: 'local',
  state: 'running',
  total: 10,
  done: 0,
  failed: 0,
  frames: null,
  createdAtMs: 0,
  startedAtMs: 0,
  finishedAtMs: null,
  ...over,
});

async function whatIsSaid(...changes: Run[][]): Promise<unknown[]> {
  const said: unknown[] = [];
  const watch = new RunWatch({
    showProgress: (fraction) => said.push(fraction),
    keepAwake: (isOn) => said.push(isOn ? 'awake' : 'may sleep'),
    tellEnd: (run) => said.push(`ended ${run.id}`),
  });
  async function* stream() {
    for (const runs of changes) yield { runs };
  }
  await watch.follow(stream());
  return said;
}

describe('RunWatch', () => {
  it('counts all runs at work, failed items too, and says the end of each once', async () => {
    const said = await whatIsSaid(
      [aRun('a', { done: 4, failed: 1 }), aRun('b', { state: 'queued' })],
      [aRun('a', { state: 'done', done: 9, failed: 1 })],
      [aRun('a', { state: 'done', done: 9, failed: 1 }), aRun('b', { state: 'done', done: 10 })],
    );
    expect(said).toEqual([0.25, 'awake', 'ended a', 0, 'ended b', null, 'may sleep', null]);
  });

  it('lets the computer sleep, without a word, when a run is paused or stopped', async () => {
    for (const state of ['paused', 'cancelled', 'interrupted'] as const)
      expect(await whatIsSaid([aRun('a', {})], [aRun('a', { state })])).toEqual([0, 'awake', null, 'may sleep', null]);
  });

  it('lets the computer sleep when nothing can be followed any more', async () => {
    expect(await whatIsSaid([aRun('a', { done: 5 })])).toEqual([0.5, 'awake', null, 'may sleep']);
  });

  it('says nothing of runs that had ended before', async () => {
    expect(await whatIsSaid([aRun('a', { state: 'done', done: 10 })])).toEqual([null, null]);
  });
});
