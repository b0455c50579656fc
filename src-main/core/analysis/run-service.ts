import type { Logger } from 'pino';
import type { MediaId } from '#common/contract/media';
import type { Run, RunId, StoredResult, VideoPart } from '#common/contract/runs';
import { type ErrorCode, ReticleError, toWireError } from '#common/errors';
import { Changes } from '../changes';
import { asDiskError, isDiskFull } from '../store/errors';
import type { ItemResult, ResultStore } from './result-store';
import type { RunPlace } from './run-engines';
import type { NextItem, RunStore, StoredOutput, StoredRun } from './run-store';

/** Runs one model, or Pop, on one picture or video. */
export type AnalyseItem = (item: NextItem & { readonly path: string }, signal: AbortSignal) => Promise<ItemResult>;

/** What a run needs to know of pictures and models; the services behind it are handed in by `composeCore`. */
export type RunSources = {
  readonly pathOf: (mediaId: MediaId) => { path: string; name: string };
  readonly analysableIds: () => MediaId[];
  readonly model: (modelId: string) => { name: string; sha256: string };
  /** How many items may be worked on at once. */
  readonly itemsAtOnce: () => number;
  /** Called when pictures got another state or result, so that lists of pictures are pulled again. */
  readonly onItemsChanged: () => void;
  /** How far a run is in the video that it is working on. */
  readonly framesOf: (runId: RunId) => Run['frames'];
};

export type RunStores = { readonly runs: RunStore; readonly results: ResultStore };

export type StartOptions = {
  /** Which frames of videos; absent for all. */
  readonly videoPart?: VideoPart | null;
  readonly output?: StoredOutput | null;
  /** Absent for this computer. */
  readonly place?: RunPlace;
};

const here: RunPlace = { where: 'local', connectionId: null };

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
    private readonly stores: RunStores,
    private readonly analyse: AnalyseItem,
    private readonly sources: RunSources,
    private readonly host: { now: () => Date; newId: () => string; version: string },
    private readonly log: Logger,
  ) {}

  start(
    mediaIds: readonly MediaId[] | 'all',
    modelId: string,
    { videoPart = null, output = null, place = here }: StartOptions = {},
  ): Run {
    const model = this.sources.model(modelId);
    const ids = mediaIds === 'all' ? this.sources.analysableIds() : mediaIds;
    if (ids.length === 0) throw new ReticleError('NOTHING_TO_RUN');
    for (const id of ids) this.sources.pathOf(id);
    const id = this.host.newId() as RunId; // the host makes UUIDs; this is where one becomes a run id
    this.stores.runs.create(
      {
        id,
        modelId,
        modelName: model.name,
        modelSha256: model.sha256,
        mediaIds: ids,
        videoPart,
        version: this.host.version,
        output,
        place,
      },
      this.#nowMs(),
    );
    this.#changed(id);
    this.#fill();
    return this.get(id);
  }

  cancel(id: RunId): Run {
    this.get(id);
    this.stores.runs.stop(id, 'cancelled', this.#nowMs());
    this.#aborts.get(id)?.abort();
    this.#changed(id);
    return this.get(id);
  }

  /** Aborts what is in work, which waits again. A run that is neither queued nor running stays as it is. */
  pause(id: RunId): Run {
    this.get(id);
    if (this.stores.runs.pause(id, this.#nowMs())) {
      this.#aborts.get(id)?.abort();
      this.#changed(id);
    }
    return this.get(id);
  }

  /** @param code - only what failed for this cause */
  resume(id: RunId, what: 'remaining' | 'failed', code: ErrorCode | null = null): Run {
    this.get(id);
    if (this.stores.runs.requeue(id, what, this.#nowMs(), code) === 0) throw new ReticleError('NOTHING_TO_RUN');
    this.#changed(id);
    this.#fill();
    return this.get(id);
  }

  move(id: RunId, to: 'first' | 'earlier' | 'later'): Run {
    this.get(id);
    for (const moved of this.stores.runs.move(id, to)) this.#changed(moved);
    return this.get(id);
  }

  get(id: RunId): Run {
    const run = this.stores.runs.find(id);
    if (!run) throw new ReticleError('RUN_NOT_FOUND');
    return this.#withFrames(run);
  }

  list(): Run[] {
    return this.stores.runs.list().map((run) => this.#withFrames(run));
  }

  /** A run came further within a video. */
  progressed(id: RunId): void {
    this.#changed(id);
  }

  #withFrames(run: StoredRun): Run {
    return { ...run, frames: this.sources.framesOf(run.id) };
  }

  failures(id: RunId) {
    return this.stores.runs.failures(id);
  }

  result(mediaId: MediaId, modelId: string | undefined): StoredResult | null {
    return this.stores.results.latest(mediaId, modelId);
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
              .flatMap(([id]) => this.stores.runs.find(id) ?? [])
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
    this.stores.runs.interruptUnfinished();
  }

  #fill(): void {
    while (!this.#closed && this.#inWork < this.sources.itemsAtOnce()) {
      const next = this.stores.runs.claimNext(this.#focus, this.#nowMs());
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
      // Whatever else the item has: with the disk full, all that follow would fail like this one.
      if (isDiskFull(error)) throw error;
      if (!(error instanceof ReticleError)) this.log.error({ err: error }, 'analysing a picture failed unexpectedly');
      this.stores.runs.saveFailure(runId, mediaId, toWireError(error));
      return;
    }
    // Cancelled while the answer was on its way: the run has been told that this picture was not done.
    if (!signal.aborted) this.stores.results.save(runId, mediaId, result, this.#nowMs());
  }

  /** The store could not take a result. The run stops where it is, resumable; nothing stored before is touched. */
  #storeRefused({ runId, mediaId }: NextItem, cause: unknown): void {
    const error = asDiskError(cause, this.sources.pathOf(mediaId).name);
    this.log.error({ err: error }, 'a result could not be stored; the run is interrupted');
    this.#aborts.get(runId)?.abort();
    try {
      this.stores.runs.stop(runId, 'interrupted', this.#nowMs(), toWireError(error));
    } catch (again) {
      this.log.error({ err: again }, 'the interruption could not be stored either');
    }
  }

  #endIfComplete(runId: RunId): void {
    try {
      if (this.stores.runs.finishIfComplete(runId, this.#nowMs())) this.#aborts.delete(runId);
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
    return this.host.now().getTime();
  }
}
