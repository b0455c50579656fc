import { randomUUID } from 'node:crypto';
import type { Agenda } from './agenda';
import { Refusal, refuse } from './answers';
import type { CreateRequest } from './create-request';
import { findById } from './find-by-id';
import { type Placement, type Scheduler, slugs } from './scheduler';
import type { Session } from './sessions';
import type { User } from './users';

export type Attempt = {
  readonly id: string;
  readonly atMs: number;
  readonly error: string;
  readonly free: readonly string[];
  readonly taken: readonly string[];
};
export type QueueJob = {
  readonly id: string;
  readonly owner: User;
  readonly wish: CreateRequest;
  readonly createdMs: number;
  status: 'pending' | 'completed' | 'failed' | 'cancelled';
  attemptCount: number;
  /** The newest ones only: a month of waiting is a quarter of a million of them. */
  readonly attempts: Attempt[];
  created: Session | null;
};

const KEPT_ATTEMPTS = 100;

/** Wishes that wait for GPUs. Every so often each of them is tried once, the oldest first. */
export class Queue {
  /** Oldest first. */
  readonly #jobs: QueueJob[] = [];
  readonly #startMs: number;
  #isTickNoted = false;

  constructor(
    private readonly agenda: Agenda,
    private readonly scheduler: Scheduler,
    private readonly everyMs: number,
  ) {
    this.#startMs = agenda.nowMs;
  }

  add(owner: User, wish: CreateRequest): QueueJob {
    const job: QueueJob = {
      ...{ id: randomUUID(), owner, wish, createdMs: this.agenda.nowMs },
      ...{ status: 'pending', attemptCount: 0, attempts: [], created: null },
    };
    this.#jobs.push(job);
    this.#noteTick();
    return job;
  }

  /** Newest first. */
  of(owner: User): QueueJob[] {
    return this.#jobs.filter((job) => job.owner === owner).reverse();
  }

  /** Other people's jobs look absent. */
  find(owner: User, id: string): QueueJob {
    const job = findById(this.of(owner), id);
    if (!job) throw new Refusal(404, 'Queue job not found');
    return job;
  }

  /** 1 for the next; 0 for what no longer waits. All users stand in the one line. */
  position(job: QueueJob): number {
    return this.#pending().indexOf(job) + 1;
  }

  end(job: QueueJob, status: 'cancelled' | 'failed'): void {
    if (job.status !== 'pending') throw refuse('Ce job est terminé');
    job.status = status;
  }

  #pending(): QueueJob[] {
    return this.#jobs.filter((job) => job.status === 'pending');
  }

  #noteTick(): void {
    if (this.#isTickNoted) return;
    this.#isTickNoted = true;
    const passed = Math.floor((this.agenda.nowMs - this.#startMs) / this.everyMs);
    this.agenda.at(this.#startMs + (passed + 1) * this.everyMs, () => this.#tick());
  }

  #tick(): void {
    this.#isTickNoted = false;
    for (const job of this.#pending()) this.#attempt(job);
    if (this.#pending().length > 0) this.#noteTick();
  }

  #attempt(job: QueueJob): void {
    const placement = this.#tried(job);
    const isRefused = placement instanceof Refusal;
    job.created = isRefused ? null : placement.session;
    if (job.created) job.status = 'completed';
    job.attemptCount += 1;
    job.attempts.push({
      id: randomUUID(),
      atMs: this.agenda.nowMs,
      error: isRefused ? placement.message : placement.session ? '' : placement.error,
      free: isRefused ? [] : slugs(placement.free),
      taken: isRefused ? [] : slugs(placement.taken),
    });
    if (job.attempts.length > KEPT_ATTEMPTS) job.attempts.shift();
  }

  /** An empty account refuses this attempt, not the job. */
  #tried(job: QueueJob): Placement | Refusal {
    try {
      return this.scheduler.place(job.owner, job.wish);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
}
