import type { Run, RunId } from '#common/contract/runs';

/** What the desktop shows of a batch outside of the window. */
export type Desktop = {
  /** @param fraction - of all items of all runs at work, 0 to 1; null takes the figure away */
  showProgress(fraction: number | null): void;
  keepAwake(isOn: boolean): void;
  /** A run came to its own end. */
  tellEnd(run: Run): void;
};

const isAtWork = ({ state }: Run) => state === 'queued' || state === 'running';

/** Follows the runs, as their changes come in, and tells the desktop what it needs to know. */
export class RunWatch {
  readonly #atWork = new Map<RunId, Run>();
  #isAwake = false;

  constructor(private readonly desktop: Desktop) {}

  /** Ends when the changes end. Nothing keeps the computer awake after that, whatever ended them. */
  async follow(changes: AsyncIterable<{ readonly runs: readonly Run[] }>): Promise<void> {
    try {
      for await (const { runs } of changes) this.#take(runs);
    } finally {
      this.#atWork.clear();
      this.#show();
    }
  }

  #take(runs: readonly Run[]): void {
    for (const run of runs) {
      if (isAtWork(run)) this.#atWork.set(run.id, run);
      else if (this.#atWork.delete(run.id) && run.state === 'done') this.desktop.tellEnd(run);
    }
    this.#show();
  }

  #show(): void {
    const runs = [...this.#atWork.values()];
    const total = runs.reduce((sum, run) => sum + run.total, 0);
    const finished = runs.reduce((sum, run) => sum + run.done + run.failed, 0);
    this.desktop.showProgress(total === 0 ? null : finished / total);
    const isAwake = runs.length > 0;
    if (isAwake !== this.#isAwake) this.desktop.keepAwake(isAwake);
    this.#isAwake = isAwake;
  }
}
