import { randomUUID } from 'node:crypto';
import { Refusal } from './answers';
import type { ProcessEnd, RunningProcess } from './run-process';

export type BackgroundJob = {
  readonly id: string;
  readonly name: string;
  readonly startedMs: number;
  status: 'running' | 'completed' | 'failed' | 'cancelled';
  endedMs: number | null;
  /** Both streams, as they were written. */
  logs: string;
  end: ProcessEnd | null;
  kill: () => void;
};

/** What was submitted to run while nobody waits. Its time is real time, for its processes are real. */
export class BackgroundJobs {
  readonly #jobs: BackgroundJob[] = [];

  /** @param start - starts the process; what it writes goes to `log` */
  async submit(name: string, start: (log: (text: string) => void) => RunningProcess | Promise<RunningProcess>) {
    const job: BackgroundJob = {
      ...{ id: randomUUID(), name, startedMs: performance.now(), status: 'running', endedMs: null },
      ...{ logs: '', end: null, kill: () => {} },
    };
    this.#jobs.push(job);
    const { end, kill } = await start((text) => {
      job.logs += text;
    });
    job.kill = kill;
    void end.then((ended) => {
      job.end = ended;
      job.endedMs = performance.now();
      if (job.status === 'running') job.status = ended.exitCode === 0 ? 'completed' : 'failed';
    });
    return job;
  }

  /** Newest first. */
  list(): BackgroundJob[] {
    return this.#jobs.toReversed();
  }

  /** @throws {Refusal} 404 */
  find(id: string): BackgroundJob {
    const job = this.#jobs.find((one) => one.id === id);
    if (!job) throw new Refusal(404, 'Job not found');
    return job;
  }

  /** False when it is over already. */
  cancel(job: BackgroundJob): boolean {
    if (job.status !== 'running') return false;
    job.status = 'cancelled';
    job.kill();
    return true;
  }
}
