import type { MediaId } from '#common/contract/media';
import type { Backend, RunId, VideoPart } from '#common/contract/runs';
import type { FrameResult } from '#common/contract/video';
import { frameAt } from '../media/video/frame-index';
import type { OpenedVideo } from '../media/video/video-analyser';
import type { VideoService } from '../media/video/video-service';
import type { FrameStore } from './frame-store';
import type { MediaEngine } from './media-engine';
import type { ItemResult } from './result-store';

export type VideoItem = { readonly runId: RunId; readonly mediaId: MediaId; readonly part: VideoPart };
export type FrameProgress = { readonly done: number; readonly total: number };

/** Frames are stored as often as somebody could want to see them, in chunks that are worth their row. */
const framesPerChunk = 32;

/**
 * Analyses videos for runs, one at a time, because one fills the processors. What was found is stored while it goes on;
 * an interrupted one goes on after its last stored frame.
 */
export class VideoRuns {
  readonly #progress = new Map<RunId, FrameProgress>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly videos: VideoService,
    private readonly store: FrameStore,
    private readonly onProgress: (runId: RunId) => void,
    /** What videos ran on here, last. */
    private readonly localProvider: () => string,
  ) {}

  /** Of the video that a run is working on. */
  progressOf(runId: RunId): FrameProgress | null {
    return this.#progress.get(runId) ?? null;
  }

  /** @throws {ReticleError} of the engine */
  async analyse(item: VideoItem, engine: MediaEngine, signal: AbortSignal): Promise<ItemResult> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    try {
      await before;
      signal.throwIfAborted();
      return await this.#analyse(item, engine, signal);
    } finally {
      this.#progress.delete(item.runId);
      resolve();
    }
  }

  async #analyse(item: VideoItem, engine: MediaEngine, signal: AbortSignal): Promise<ItemResult> {
    const opened = await this.videos.open(item.mediaId);
    const stored = this.store.progress(item);
    const total = frameTotal(opened, item.part);
    const resumeNs = stored.lastFrame === null ? null : opened.index.timestampsNs[stored.lastFrame + 1];
    const isWhole = stored.lastFrame !== null && resumeNs === undefined;
    const fromNs = resumeNs ?? item.part.fromNs;
    const startedAt = performance.now();
    if (!isWhole) {
      const part = { sampling: item.part.sampling, fromNs, toNs: item.part.toNs };
      const frames = engine.frames(opened, part, stored.lastTrackId, signal);
      await this.#storeAll(item, frames, { done: stored.frameCount, total });
    }
    const { objectCount } = this.store.progress(item);
    const foundBy = this.store.foundBy(item);
    const { widthPx, heightPx } = opened.facts;
    const backend: Backend = { provider: foundBy === 'eyepop' ? 'eyepop' : this.localProvider(), reason: '' };
    const prediction = { source_width: widthPx, source_height: heightPx };
    return { prediction, objectCount, elapsedMs: performance.now() - startedAt, backend, engine: foundBy };
  }

  async #storeAll(item: VideoItem, frames: AsyncIterable<FrameResult>, start: FrameProgress): Promise<void> {
    let chunk: FrameResult[] = [];
    let done = start.done;
    const flush = () => {
      this.store.append(item, chunk);
      done += chunk.length;
      chunk = [];
      this.#progress.set(item.runId, { done, total: Math.max(done, start.total) });
      this.onProgress(item.runId);
    };
    this.#progress.set(item.runId, start);
    try {
      for await (const { frameIndex, timestampNs, prediction, engine } of frames) {
        chunk.push({ frameIndex, timestampNs, prediction, ...(engine === 'eyepop' && { engine }) });
        if (chunk.length >= framesPerChunk) flush();
      }
    } finally {
      // Cancelled or failed: what was found until then stays.
      flush();
    }
  }
}

/** How many frames a part of a video has, as far as the index and the rate tell. */
function frameTotal({ index: { timestampsNs } }: OpenedVideo, { sampling, fromNs, toNs }: VideoPart): number {
  if (timestampsNs.length === 0) return 0;
  const first = fromNs === null ? 0 : frameAt(timestampsNs, fromNs - 1) + (fromNs > (timestampsNs[0] ?? 0) ? 1 : 0);
  const last = toNs === null ? timestampsNs.length - 1 : frameAt(timestampsNs, toNs, 1000);
  const frames = Math.max(0, last - first + 1);
  if ('every' in sampling) return Math.ceil(frames / sampling.every);
  const seconds = ((timestampsNs[last] ?? 0) - (timestampsNs[first] ?? 0)) / 1e9;
  return Math.min(frames, Math.floor(seconds * sampling.perSecond) + 1);
}
