import { describe, expect, it } from 'vitest';
import { aRun } from '#common/contract/run.builder';
import type { Run, RunId } from '#common/contract/runs';
import { RunWatch } from './run-watch';

const runOf = (id: string, over: Partial<Run>): Run => aRun({ id: id as RunId, total: 10, startedAtMs: 0, ...over }); // a brand for a literal

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
      [runOf('a', { done: 4, failed: 1 }), runOf('b', { state: 'queued' })],
      [runOf('a', { state: 'done', done: 9, failed: 1 })],
      [runOf('a', { state: 'done', done: 9, failed: 1 }), runOf('b', { state: 'done', done: 10 })],
    );
    expect(said).toEqual([0.25, 'awake', 'ended a', 0, 'ended b', null, 'may sleep', null]);
  });

  it('lets the computer sleep, without a word, when a run is paused or stopped', async () => {
    for (const state of ['paused', 'cancelled', 'interrupted'] as const)
      expect(await whatIsSaid([runOf('a', {})], [runOf('a', { state })])).toEqual([
        0,
        'awake',
        null,
        'may sleep',
        null,
      ]);
  });

  it('lets the computer sleep when nothing can be followed any more', async () => {
    expect(await whatIsSaid([runOf('a', { done: 5 })])).toEqual([0.5, 'awake', null, 'may sleep']);
  });

  it('says nothing of runs that had ended before', async () => {
    expect(await whatIsSaid([runOf('a', { state: 'done', done: 10 })])).toEqual([null, null]);
  });
});
