import { basename } from 'node:path';
import type { Logger } from 'pino';
import type { EngineStatus } from '#common/contract/app';
import type { Backend } from '#common/contract/runs';
import { fromWireError, ReticleError } from '#common/errors';
import type { ItemResult } from '../analysis/result-store';
import type { ChildProcess, Host } from '../host';
import type { Analysis, Answer, FromProcess, ModelFacts, Request, ToProcess, VideoSummary } from './inference-messages';
import type { BoundPop } from './pop/bound-pop';
import type { AnalysedFrame, VideoWork } from './video/video-analysis';

export type InferenceOptions = {
  readonly provider: string;
  readonly threads: number;
  /** The process is replaced between two pictures when it holds more. */
  readonly memoryLimitMiB: number;
};

type Task = {
  readonly id: number;
  readonly request: Request;
  readonly name: string;
  readonly resolve: (value: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** Takes the parts of an answer that come one by one; what has begun to is not begun again after a death. */
  readonly onFrame?: (frame: AnalysedFrame) => void;
  /** How many processes died while they had it. */
  deaths: number;
};

type Living = { readonly child: ChildProcess; isWarm: boolean; rss: number | null };

/**
 * The app's side of the inference process: started by the first picture, kept warm, replaced when it dies.
 *
 * What was in work at a death is tried once more, each picture alone, so that the one that kills is known and the
 * others live.
 */
export class InferenceClient {
  readonly #waiting: Task[] = [];
  readonly #inWork = new Map<number, Task>();
  readonly #statusAsked: (() => void)[] = [];
  #living: Living | null = null;
  #lastId = 0;
  #restarts = 0;
  #hasFailed = false;
  #isClosed = false;
  #backend: Backend | null = null;

  constructor(
    private readonly fork: Host['fork'],
    private readonly options: () => InferenceOptions,
    private readonly log: Logger,
  ) {}

  /** @throws {ReticleError} MEDIA_*, MODEL_*, ENGINE_FAILED, or ENGINE_DIED after a second death */
  async analyse(picturePath: string, modelPath: string, minScore: number, signal: AbortSignal): Promise<ItemResult> {
    const { provider, threads } = this.options();
    const request = { kind: 'analyse', picturePath, modelPath, minScore, provider, threads } as const;
    return this.#result(await this.#ask(request, basename(picturePath), signal));
  }

  /** @throws {ReticleError} as `analyse`, or POP_TRANSFORM */
  async analysePop(picturePath: string, pop: BoundPop, minScore: number, signal: AbortSignal): Promise<ItemResult> {
    const { provider, threads } = this.options();
    const request = { kind: 'analyse-pop', picturePath, pop, minScore, provider, threads } as const;
    return this.#result(await this.#ask(request, basename(picturePath), signal));
  }

  /**
   * Runs a Pop over a video; frames are handed over as they come, in order.
   *
   * @throws {ReticleError} MODEL_*, ENGINE_FAILED, POP_TRANSFORM, FFMPEG_MISSING, VIDEO_DECODER_FAILED, or ENGINE_DIED
   */
  async analyseVideo(
    work: VideoWork,
    onFrame: (frame: AnalysedFrame) => void,
    signal: AbortSignal,
  ): Promise<VideoSummary> {
    const { provider, threads } = this.options();
    const request = { kind: 'analyse-video', ...work, provider, threads } as const;
    const summary = (await this.#ask(request, basename(work.decode.path), signal, onFrame)) as VideoSummary; // its answer
    this.#backend = summary.backend;
    return summary;
  }

  #result(answer: Answer): ItemResult {
    const { prediction, decodeMs, runMs, backend, stages } = answer as Analysis; // what both are answered with
    this.#backend = backend;
    return { prediction, elapsedMs: decodeMs + runMs, backend, ...(stages && { stages }) };
  }

  /**
   * Opens a model in the process and tells what it is.
   *
   * @param name - the file as the person knows it
   * @throws {ReticleError} MODEL_*
   */
  async inspect(modelPath: string, name: string, signal: AbortSignal): Promise<ModelFacts> {
    const answer = await this.#ask({ kind: 'inspect', modelPath, name }, name, signal);
    return answer as ModelFacts; // what an `inspect` is answered with
  }

  /** How the engine is now; its memory is asked of the process itself. */
  async status(signal: AbortSignal): Promise<EngineStatus> {
    if (this.#living?.isWarm) await this.#freshMemory(this.#living, signal);
    const living = this.#living;
    const state = living ? (living.isWarm ? 'warm' : 'starting') : this.#hasFailed ? 'failed' : 'cold';
    return { state, backend: this.#backend, restarts: this.#restarts, residentBytes: living?.rss ?? null };
  }

  /** Ends the process; what was in work or waited is cancelled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const ended = [...this.#inWork.values(), ...this.#waiting.splice(0)];
    this.#inWork.clear();
    this.#retire();
    for (const task of ended) task.reject(new ReticleError('CANCELLED'));
  }

  #ask(request: Request, name: string, signal: AbortSignal, onFrame?: Task['onFrame']): Promise<Answer> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new ReticleError('CANCELLED');
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#lastId += 1;
    const task: Task = { id: this.#lastId, request, name, resolve, reject, deaths: 0, ...(onFrame && { onFrame }) };
    const abort = () => this.#cancel(task, signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    this.#waiting.push(task);
    this.#pump();
    return promise.finally(() => signal.removeEventListener('abort', abort));
  }

  /** Hands on what may go: everything, unless a picture is under suspicion or the process is to be replaced. */
  #pump(): void {
    while (!this.#isClosed && this.#waiting[0]) {
      const task = this.#waiting[0];
      const isBusy = this.#inWork.size > 0;
      if (this.#isOverMemory()) {
        if (isBusy) return;
        this.log.info({ rss: this.#living?.rss }, 'the inference process holds too much memory and is replaced');
        this.#retire();
      }
      if (isBusy && (task.deaths > 0 || this.#hasSuspectInWork())) return;
      this.#waiting.shift();
      this.#inWork.set(task.id, task);
      this.#living ??= this.#start();
      if (this.#living.isWarm) this.#send({ ...task.request, id: task.id });
    }
  }

  #start(): Living {
    const child = this.fork('inference-process');
    const living: Living = { child, isWarm: false, rss: null };
    child.onMessage((message) => {
      // Only our own entry is at the other end; a replaced process has nothing more to say.
      if (this.#living === living) this.#receive(living, message as FromProcess);
    });
    child.onExit((reason) => {
      if (this.#living === living) this.#died(reason);
    });
    return living;
  }

  #receive(living: Living, message: FromProcess): void {
    living.rss = message.rss;
    if (!living.isWarm) this.#greet(living);
    if (message.kind === 'status') {
      for (const resolve of this.#statusAsked.splice(0)) resolve();
      return;
    }
    const task = this.#inWork.get(message.id);
    if (message.kind === 'frame') {
      task?.onFrame?.(message.frame);
      return;
    }
    this.#inWork.delete(message.id);
    if (message.ok) task?.resolve(message.value);
    else {
      if (message.stack) this.log.error({ stack: message.stack }, 'the inference process failed unexpectedly');
      task?.reject(fromWireError(message.error));
    }
    this.#pump();
  }

  /** The process listens. What was said to it before could have been lost, so it was kept until now. */
  #greet(living: Living): void {
    living.isWarm = true;
    this.#hasFailed = false;
    for (const task of this.#inWork.values()) this.#send({ ...task.request, id: task.id });
  }

  #died(reason: string): void {
    this.#hasFailed = this.#living?.isWarm === false;
    this.#living = null;
    this.#restarts += 1;
    this.log.error({ reason, inWork: this.#inWork.size }, 'the inference process died');
    for (const resolve of this.#statusAsked.splice(0)) resolve();
    const victims = [...this.#inWork.values()];
    this.#inWork.clear();
    for (const task of victims) task.deaths += task.onFrame ? 2 : 1;
    this.#waiting.unshift(...victims.filter((task) => task.deaths < 2));
    for (const { deaths, name, reject } of victims) if (deaths >= 2) reject(new ReticleError('ENGINE_DIED', { name }));
    this.#pump();
  }

  #cancel(task: Task, reason: unknown): void {
    if (this.#inWork.delete(task.id)) this.#send({ kind: 'cancel', id: task.id });
    const at = this.#waiting.indexOf(task);
    if (at >= 0) this.#waiting.splice(at, 1);
    task.reject(reason);
    this.#pump();
  }

  #send(message: ToProcess): void {
    if (this.#living?.isWarm) this.#living.child.send(message);
  }

  #retire(): void {
    const living = this.#living;
    this.#living = null;
    living?.child.kill();
    for (const resolve of this.#statusAsked.splice(0)) resolve();
  }

  #isOverMemory(): boolean {
    return (this.#living?.rss ?? 0) > this.options().memoryLimitMiB * 1024 * 1024;
  }

  #hasSuspectInWork(): boolean {
    return [...this.#inWork.values()].some((task) => task.deaths > 0);
  }

  async #freshMemory({ child }: Living, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#statusAsked.push(resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    child.send({ kind: 'status' } satisfies ToProcess);
    await promise;
  }
}
