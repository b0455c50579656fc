/** `drained` once the reader has taken the last of what was found. */
export const jobStates = ['created', 'started', 'inProgress', 'finished', 'failed', 'cancelled', 'drained'] as const;
export type JobState = (typeof jobStates)[number];

export type JobChange = { readonly job: string; readonly state: JobState; readonly atMs: number };

type Count = { now: number; most: number; reached: number; sumMs: number };

export type JobNumbers = {
  readonly jobs: number;
  readonly byState: Readonly<
    Record<JobState, { readonly now: number; readonly most: number; readonly meanMsToReach: number | null }>
  >;
};

/** How many jobs are in each state, how many there were at most, and how long it took to get there. */
export class JobMetrics {
  readonly #counts = new Map<JobState, Count>(jobStates.map((s) => [s, { now: 0, most: 0, reached: 0, sumMs: 0 }]));
  readonly #jobs = new Map<string, { readonly createdAtMs: number; state: JobState }>();
  #total = 0;

  changed({ job, state, atMs }: JobChange): void {
    const known = this.#jobs.get(job);
    const before = known ? this.#counts.get(known.state) : null;
    if (before) before.now -= 1;
    const createdAtMs = known?.createdAtMs ?? atMs;
    if (!known) this.#total += 1;
    const count = this.#counts.get(state);
    if (count) {
      count.now += 1;
      count.most = Math.max(count.most, count.now);
      count.reached += 1;
      count.sumMs += atMs - createdAtMs;
    }
    this.#jobs.set(job, { createdAtMs, state });
  }

  /** Nothing more comes of a job: it is kept in the means alone. */
  forget(job: string): void {
    const count = this.#counts.get(this.#jobs.get(job)?.state ?? 'drained');
    if (this.#jobs.delete(job) && count) count.now -= 1;
  }

  get numbers(): JobNumbers {
    const rows = [...this.#counts].map(([state, { now, most, reached, sumMs }]) => [
      state,
      { now, most, meanMsToReach: reached > 0 ? sumMs / reached : null },
    ]);
    return { jobs: this.#total, byState: Object.fromEntries(rows) };
  }
}
