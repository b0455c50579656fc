import type { VideoPart } from '#common/contract/runs';
import type { VideoFacts } from '#common/contract/video-facts';
import type { Prediction } from '#common/prediction/prediction';
import type { InferenceClient } from '../../local/inference-client';
import type { BoundPop } from '../../local/pop/bound-pop';
import { type FfmpegPrograms, findFfmpeg } from './ffmpeg-programs';
import { type FrameIndex, frameAt, readFrameIndex } from './frame-index';
import { probeVideo } from './probe-video';

export type VideoFrame = {
  /** In presentation order, from 0. */
  readonly frameIndex: number;
  readonly timestampNs: number;
  /** Since the frame before was done: with several on their way at once, what one of them costs. */
  readonly elapsedMs: number;
  readonly prediction: Prediction;
};

/** Below this the store keeps nothing either; the reader filters. */
const minScore = 0.05;

/** Runs Pops over video files. */
export class VideoAnalyser {
  /** What the last video really ran on. */
  provider = 'cpu';

  constructor(private readonly inference: Pick<InferenceClient, 'analyseVideo'>) {}

  /**
   * @returns What was found, frame by frame, in order; a reader that stops ends the work.
   * @throws {ReticleError} MEDIA_*, VIDEO_*, FFMPEG_MISSING, MODEL_*, ENGINE_*; frames before were yielded
   */
  async *analyse(path: string, pop: BoundPop, part: VideoPart, signal: AbortSignal): AsyncGenerator<VideoFrame> {
    yield* this.frames(await openVideo(path, signal), pop, part, 0, signal);
  }

  /** The same of a video whose header and index were read before. */
  async *frames(
    { path, facts, index, programs }: OpenedVideo,
    pop: BoundPop,
    { sampling, fromNs, toNs }: VideoPart,
    lastTrackId: number,
    signal: AbortSignal,
  ): AsyncGenerator<VideoFrame> {
    const leaving = new AbortController();
    const stop = AbortSignal.any([signal, leaving.signal]);
    const queue = new FrameQueue();
    const source = { width: facts.widthPx, height: facts.heightPx };
    const decode = { ffmpeg: programs.ffmpeg, path, sampling, fromNs, toNs };
    const work = { pop, source, minScore, lastTrackId, decode };
    this.inference
      .analyseVideo(work, (frame) => queue.push(frame), stop)
      .then(
        ({ backend }) => {
          this.provider = backend.provider;
          queue.end();
        },
        (error: unknown) => queue.fail(error),
      );
    try {
      let at = performance.now();
      for await (const { timestampNs, prediction } of queue) {
        const now = performance.now();
        yield { frameIndex: frameAt(index.timestampsNs, timestampNs, 1), timestampNs, elapsedMs: now - at, prediction };
        at = now;
      }
    } finally {
      leaving.abort();
    }
  }
}

export type OpenedVideo = {
  readonly path: string;
  readonly facts: VideoFacts;
  readonly index: FrameIndex;
  readonly programs: FfmpegPrograms;
};

/** @throws {ReticleError} MEDIA_*, VIDEO_* or FFMPEG_MISSING */
export async function openVideo(path: string, signal: AbortSignal): Promise<OpenedVideo> {
  const programs = await findFfmpeg();
  const facts = await probeVideo(path, programs, signal);
  const index = await readFrameIndex(path, programs, () => {}, signal);
  return { path, facts, index, programs };
}

type Frame = { readonly timestampNs: number; readonly prediction: Prediction };

/** Frames that were handed over and not yet read. */
class FrameQueue implements AsyncIterable<Frame> {
  readonly #frames: Frame[] = [];
  #end: { readonly error: unknown } | 'well' | null = null;
  #wake: (() => void) | null = null;

  push(frame: Frame): void {
    this.#frames.push(frame);
    this.#wake?.();
  }

  end(): void {
    this.#end = 'well';
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#end = { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Frame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame) {
        yield frame;
        continue;
      }
      if (this.#end === 'well') return;
      if (this.#end) throw this.#end.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
