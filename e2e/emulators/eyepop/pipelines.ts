import { randomUUID } from 'node:crypto';
import type { Pop } from '#common/pop/pop';
import type { Clock } from '../clock';
import { HttpProblem } from './http-problem';

export const jobModes = ['reject', 'preempt', 'queue'] as const;
export type JobMode = (typeof jobModes)[number];

/** Why a job ends that another one, or nothing, took the place of. */
export const stopped = 'the source was stopped';

/** A pipeline: a Pop, and the jobs that run through it one after another. */
export class Pipeline {
  readonly id = randomUUID();
  readonly startedAtMs: number;
  readonly #jobs = new Set<AbortController>();
  #last: Promise<unknown> = Promise.resolve();
  #idleSinceMs: number;

  /** @param idleSeconds - after which it is gone; null keeps it */
  constructor(
    public pop: Pop,
    private readonly idleSeconds: number | null,
    private readonly clock: Clock,
  ) {
    this.startedAtMs = this.#idleSinceMs = clock.now().getTime();
  }

  get isGone(): boolean {
    if (this.idleSeconds === null || this.#jobs.size > 0) return false;
    return this.clock.now().getTime() - this.#idleSinceMs >= this.idleSeconds * 1000;
  }

  get jobCount(): number {
    return this.#jobs.size;
  }

  /**
   * Gives a job its turn.
   *
   * @param gone - ends the job too
   * @param open - called at once, where the job is taken
   * @param work - called when the jobs before are done, with a signal that aborts with `stopped` when another preempts it
   * @throws {HttpProblem} 409 in mode `reject`, while another job is at work
   */
  async run<T>(
    mode: JobMode,
    gone: AbortSignal,
    open: () => Promise<T>,
    work: (opened: T, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (mode === 'reject' && this.#jobs.size > 0) throw new HttpProblem(409, 'PIPE_002', 'the pipeline is at work');
    if (mode === 'preempt') this.stop();
    const job = new AbortController();
    this.#jobs.add(job);
    const turn = Promise.all([open(), this.#last]).then(([opened]) =>
      work(opened, AbortSignal.any([job.signal, gone])),
    );
    this.#last = turn.catch(() => {});
    try {
      await turn;
    } finally {
      this.#jobs.delete(job);
      this.#idleSinceMs = this.clock.now().getTime();
    }
  }

  /** Ends all jobs, those that wait too. */
  stop(): void {
    for (const job of this.#jobs) job.abort(stopped);
  }

  toJson() {
    return {
      id: this.id,
      startTime: new Date(this.startedAtMs).toISOString(),
      state: this.#jobs.size > 0 ? 'running' : 'idle',
      pop: this.pop,
    };
  }
}

/** All pipelines there are; one that idled for too long is gone. */
export class Pipelines {
  readonly #byId = new Map<string, Pipeline>();

  constructor(private readonly clock: Clock) {}

  create(pop: Pop, idleSeconds: number | null): Pipeline {
    const pipeline = new Pipeline(pop, idleSeconds, this.clock);
    this.#byId.set(pipeline.id, pipeline);
    return pipeline;
  }

  get(id: string): Pipeline | null {
    const pipeline = this.#byId.get(id);
    if (pipeline?.isGone) this.#byId.delete(id);
    return pipeline && !pipeline.isGone ? pipeline : null;
  }

  delete(id: string): void {
    this.#byId.get(id)?.stop();
    this.#byId.delete(id);
  }

  /** As if all of them had idled for too long. */
  deleteAll(): void {
    for (const id of this.#byId.keys()) this.delete(id);
  }

  get ids(): string[] {
    return [...this.#byId.keys()];
  }
}
