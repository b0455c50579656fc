import { ReticleError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';
import { isMissing } from './api-caller';
import { ComputeWorkplace } from './compute-workplace';
import { type EndpointHealth, Endpoints } from './endpoints';
import type { EyePopConnection } from './eyepop-connection';
import type { EyePopNet } from './eyepop-net';
import { type JobChange, JobMetrics, type JobNumbers, type JobState } from './job-metrics';
import { JobQueue } from './job-queue';
import { openJob } from './job-runner';
import { deletePipeline, type Pipeline, patchPop, readPipeline, stopSources } from './pipelines';

import type { HealthLook } from './session-health';
import type { EyePopSession } from './session-reader';
import { checkSource, type Source, type SourceOptions } from './source';
import { withRetries } from './with-retries';
import { WorkerWorkplace } from './worker-workplace';
import type { Workplace } from './workplace';

export type WorkerOptions = {
  /** Jobs that are sent at once; more wait for their turn. */
  readonly jobsAtOnce: number;
  /** How long nothing of a job may move, ms. */
  readonly stallMs: number;
  readonly onLook?: (look: HealthLook) => void;
  readonly onJob?: (change: JobChange) => void;
};

/** As in EyePop's own clients. */
export const usualOptions: WorkerOptions = { jobsAtOnce: 128, stallMs: 600_000 };

export type JobWatch = {
  /** Of a frame that is sent as a picture. */
  readonly frame?: number;
  /** Told of each piece of an upload, bytes; from the start again when it is sent again. */
  readonly onSent?: (bytes: number) => void;
};

/** A pipeline at EyePop. Connecting stops nobody's work; disconnecting removes our pipeline and lets the session run. */
export class EyePopWorker {
  readonly #metrics = new JobMetrics();
  readonly #queue: JobQueue;
  readonly #endpoints: Endpoints;
  readonly #closing = new AbortController();
  readonly #workplace: Workplace;
  #jobs = 0;

  private constructor(
    private readonly net: EyePopNet,
    private readonly connection: EyePopConnection,
    pop: object | null,
    private readonly options: WorkerOptions,
  ) {
    const watch = { onLook: options.onLook ?? (() => {}) };
    this.#workplace =
      connection.api === 'compute'
        ? new ComputeWorkplace(net, connection, pop, watch, this.#closing.signal)
        : new WorkerWorkplace(net, connection, pop, this.#closing.signal);
    this.#endpoints = new Endpoints(() => this.#workplace.lookUp(), net);
    this.#queue = new JobQueue(options.jobsAtOnce);
  }

  /**
   * @param pop - null uses the one that is there
   * @throws {ReticleError} EYEPOP_*
   */
  static async connect(
    net: EyePopNet,
    connection: EyePopConnection,
    pop: object | null,
    options: WorkerOptions,
    signal: AbortSignal,
  ): Promise<EyePopWorker> {
    const worker = new EyePopWorker(net, connection, pop, options);
    try {
      await worker.#endpoints.next(signal);
      return worker;
    } catch (error) {
      worker.#closing.abort();
      throw worker.#worded(error);
    }
  }

  get session(): EyePopSession | null {
    return this.#workplace.session;
  }

  get endpoints(): EndpointHealth[] {
    return this.#endpoints.health;
  }

  get numbers(): JobNumbers {
    return this.#metrics.numbers;
  }

  /**
   * What the Pop finds in a source, as it is found. Leaving the loop or aborting closes the connections, which is how the
   * worker is told to stop. Until the first prediction has come, what fails is sent again from the start.
   *
   * @throws {ReticleError} EYEPOP_* or MEDIA_GONE
   */
  async *analyse(
    source: Source,
    options: SourceOptions,
    signal: AbortSignal,
    { frame, onSent = () => {} }: JobWatch = {},
  ): AsyncGenerator<Prediction, void> {
    checkSource(source, options);
    this.#jobs += 1;
    const job = `job-${this.#jobs}`;
    const left = new AbortController();
    const ended = AbortSignal.any([signal, left.signal, this.#closing.signal]);
    let end: JobState = 'cancelled';
    this.#tell(job, 'created');
    let leave = () => {};
    try {
      leave = await this.#queue.enter(ended);
      this.#tell(job, 'started');
      const request = { source, options, onSent, stallMs: this.options.stallMs, work: { job, frame: frame ?? null } };
      const { first, rest } = await this.#retried(
        (place, token) => openJob(this.net, place, token, request, ended),
        ended,
      );
      this.#tell(job, 'inProgress');
      try {
        if (!first.done) yield first.value;
        yield* rest;
      } finally {
        // A reader who leaves at the first has not come to the rest.
        await rest.return();
      }
      end = 'finished';
    } catch (error) {
      if (!signal.aborted) end = 'failed';
      throw this.#worded(error);
    } finally {
      left.abort();
      leave();
      this.#tell(job, end);
      if (end === 'finished') this.#tell(job, 'drained');
      this.#metrics.forget(job);
    }
  }

  async pipeline(signal: AbortSignal): Promise<Pipeline> {
    return readPipeline(this.net, this.#endpoints, this.#workplace.bearer, signal).catch((error: unknown) => {
      throw this.#worded(error);
    });
  }

  /** @throws {ReticleError} EYEPOP_POP_FIXED where others use the pipeline, too; EYEPOP_POP_REFUSED; EYEPOP_* */
  async changePop(pop: object, signal: AbortSignal): Promise<void> {
    if (!this.#workplace.isPopOurs) throw new ReticleError('EYEPOP_POP_FIXED');
    await patchPop(this.net, this.#endpoints, this.#workplace.bearer, pop, signal);
    this.#workplace.setPop(pop);
  }

  /** Ends all that the pipeline works on, other people's jobs with ours: only when the person asks for it. */
  async stopAll(signal: AbortSignal): Promise<void> {
    await stopSources(this.net, this.#endpoints, this.#workplace.bearer, signal);
  }

  /**
   * Ends our jobs and removes our pipeline. The session runs on, and costs, until it is deleted or has idled for long.
   *
   * @returns false where the pipeline could not be removed; the worker removes it when it has idled
   */
  async disconnect(signal: AbortSignal): Promise<boolean> {
    this.#closing.abort();
    const { ownPipeline, bearer } = this.#workplace;
    if (ownPipeline === null) return true;
    try {
      await deletePipeline(this.net, ownPipeline, bearer, signal);
      return true;
    } catch (error) {
      if (!(error instanceof ReticleError)) throw error;
      return false;
    }
  }

  #retried<T>(attempt: (place: string, token: string | null) => Promise<T>, signal: AbortSignal): Promise<T> {
    return withRetries(this.net, { bearer: this.#workplace.bearer, places: this.#endpoints }, attempt, signal);
  }

  #tell(job: string, state: JobState): void {
    const change = { job, state, atMs: this.net.now().getTime() };
    this.#metrics.changed(change);
    this.options.onJob?.(change);
  }

  /** What an answer means here: there is one pipeline, and one token at most. */
  #worded(error: unknown): unknown {
    if (isMissing(error)) return new ReticleError('EYEPOP_PIPELINE_GONE', {}, { cause: error });
    const isRefused = error instanceof ReticleError && error.code === 'EYEPOP_KEY_REFUSED';
    if (!isRefused || this.connection.credentials.kind !== 'accessToken') return error;
    return new ReticleError('EYEPOP_TOKEN_EXPIRED', {}, { cause: error });
  }
}
