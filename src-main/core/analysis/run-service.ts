import type { Logger } from 'pino';
import type { MediaId } from '#common/contract/media';
import type { Run, RunId, StoredResult, VideoPart } from '#common/contract/runs';
import { ReticleError, toWireError } from '#common/errors';
import { Changes } from '../changes';
import { asDiskError } from '../store/errors';
import { picturesAtOnce } from './pictures-at-once';
import type { ItemResult, NextItem, RunStore, StoredRun } from './run-store';

/** Runs one model, or Pop, on one picture or video. */
export type AnalyseItem = (item: NextItem & { readonly path: string }, signal: AbortSignal) => Promise<ItemResult>;

/** What a run needs to know of pictures and models; the services behind it are handed in by `composeCore`. */
export type RunSources = {
  readonly pathOf: (mediaId: MediaId) => { path: string; name: string };
  readonly analysableIds: () => MediaId[];
  readonly model: (modelId: string) => { name: string; sha256: string };
  /** Called when pictures got another state or result, so that lists of pictures are pulled again. */
  readonly onItemsChanged: () => void;
  /** How far a run is in the video that it is working on. */
  readonly framesOf: (runId: RunId) => Run['frames'];
};

/** The queue of runs: start, cancel, resume, one result at a time into the store. */
export class RunService {
  readonly changes = new Changes();
  readonly #changedAt = new Map<RunId, number>();
  readonly #aborts = new Map<RunId, AbortController>();
  #inWork = 0;
  #focus: MediaId | null = null;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(
    private readonly store: RunStore,
    private readonly analyse: AnalyseItem,
    private readonly sources: RunSources,
    private readonly clock: { now: () => Date; newId: () => string },
    private readonly log: Logger,
  ) {}

  /** @param videoPart - which frames of videos; null for all */
  start(mediaIds: readonly MediaId[] | 'all', modelId: string, videoPart: VideoPart | null = null): Run {
    const model = this.sources.model(modelId);
    const ids = mediaIds === 'all' ? this.sources.analysableIds() : mediaIds;
    if (ids.length === 0) throw new ReticleError('NOTHING_TO_RUN');
    for (const id of ids) this.sources.pathOf(id);
    const id = this.clock.newId() as RunId; // the host makes UUIDs; this is where one becomes a run id
    this.store.create(
      { id, modelId, modelName: model.name, modelSha256: model.sha256, mediaIds: ids, videoPart },
      this.#nowMs(),
    );
    this.#changed(id);
    this.#fill();
    return this.get(id);
  }

  cancel(id: RunId): Run {
    this.get(id);
    this.store.stop(id, 'cancelled', this.#nowMs());
    this.#aborts.get(id)?.abort();
    this.#changed(id);
    return this.get(id);
  }

  /** Aborts what is in work, which waits again. A run that is neither queued nor running stays as it is. */
  pause(id: RunId): Run {
    this.get(id);
    if (this.store.pause(id, this.#nowMs())) {
      this.#aborts.get(id)?.abort();
      this.#changed(id);
    }
    return this.get(id);
  }

  resume(id: RunId, what: 'remaining' | 'failed'): Run {
    this.get(id);
    if (this.store.requeue(id, what, this.#nowMs()) === 0) throw new ReticleError('NOTHING_TO_RUN');
    this.#changed(id);
    this.#fill();
    return this.get(id);
  }

  get(id: RunId): Run {
    const run = this.store.find(id);
    if (!run) throw new ReticleError('RUN_NOT_FOUND');
    return this.#withFrames(run);
  }

  list(): Run[] {
    return this.store.list().map((run) => this.#withFrames(run));
  }

  /** A run came further within a video. */
  progressed(id: RunId): void {
    this.#changed(id);
  }

  #withFrames(run: StoredRun): Run {
    return { ...run, frames: this.sources.framesOf(run.id) };
  }

  failures(id: RunId) {
    return this.store.failures(id);
  }

  result(mediaId: MediaId, modelId: string | undefined): StoredResult | null {
    return this.store.latestResult(mediaId, modelId);
  }

  /** The picture in view is analysed before the others that wait. */
  focus(mediaId: MediaId): void {
    this.#focus = mediaId;
  }

  /** Runs that changed, conflated: first those that are not finished, then each one when it moves. */
  async *changesSince(signal: AbortSignal): AsyncGenerator<Run[], void> {
    let seen = -1;
    for await (const revision of this.changes.stream(signal)) {
      const changed =
        seen < 0
          ? this.list().filter((run) => run.state === 'running' || run.state === 'queued')
          : [...this.#changedAt]
              .filter(([, at]) => at > seen)
              .flatMap(([id]) => this.store.find(id) ?? [])
              .map((run) => this.#withFrames(run));
      seen = revision;
      yield changed;
    }
  }

  /** Resolves when nothing is in work and nothing waits. */
  whenIdle(): Promise<void> {
    if (this.#inWork === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const abort of this.#aborts.values()) abort.abort();
    await this.whenIdle();
    this.store.interruptUnfinished();
  }

  #fill(): void {
    while (!this.#closed && this.#inWork < picturesAtOnce) {
      const next = this.store.claimNext(this.#focus, this.#nowMs());
      if (!next) return;
      this.#inWork += 1;
      this.#changed(next.runId);
      void this.#work(next).finally(() => {
        this.#inWork -= 1;
        this.#refill();
        if (this.#inWork === 0) for (const resolve of this.#idle.splice(0)) resolve();
      });
    }
  }

  #refill(): void {
    try {
      this.#fill();
    } catch (error) {
      // The store refused (a full disk, say): what waits stays stored and is offered again at the next start.
      this.log.error({ err: error }, 'the queue stopped');
    }
  }

  async #work(item: NextItem): Promise<void> {
    const abort = this.#abortOf(item.runId);
    try {
      await this.#analyseAndSave(item, abort.signal);
    } catch (error) {
      this.#storeRefused(item, error);
    }
    this.#endIfComplete(item.runId);
  }

  async #analyseAndSave(item: NextItem, signal: AbortSignal): Promise<void> {
    const { runId, mediaId } = item;
    let result: ItemResult;
    try {
      result = await this.analyse({ ...item, path: this.sources.pathOf(mediaId).path }, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ReticleError)) this.log.error({ err: error }, 'analysing a picture failed unexpectedly');
      this.store.saveFailure(runId, mediaId, toWireError(error));
      return;
    }
    // Cancelled while the answer was on its way: the run has been told that this picture was not done.
    if (!signal.aborted) this.store.saveResult(runId, mediaId, result, this.#nowMs());
  }

  /** The store could not take a result. The run stops where it is, resumable; nothing stored before is touched. */
  #storeRefused({ runId, mediaId }: NextItem, cause: unknown): void {
    const error = asDiskError(cause, this.sources.pathOf(mediaId).name);
    this.log.error({ err: error }, 'a result could not be stored; the run is interrupted');
    this.#aborts.get(runId)?.abort();
    try {
      this.store.stop(runId, 'interrupted', this.#nowMs());
    } catch (again) {
      this.log.error({ err: again }, 'the interruption could not be stored either');
    }
  }

  #endIfComplete(runId: RunId): void {
    try {
      if (this.store.finishIfComplete(runId, this.#nowMs())) this.#aborts.delete(runId);
    } catch (error) {
      this.log.error({ err: error }, 'the end of a run could not be stored');
    }
    this.#changed(runId);
  }

  #abortOf(runId: RunId): AbortController {
    const known = this.#aborts.get(runId);
    if (known && !known.signal.aborted) return known;
    const fresh = new AbortController();
    this.#aborts.set(runId, fresh);
    return fresh;
  }

  #changed(runId: RunId): void {
    this.#changedAt.set(runId, this.changes.revision + 1);
    this.changes.bump();
    this.sources.onItemsChanged();
  }

  #nowMs(): number {
    return this.clock.now().getTime();
  }
}
