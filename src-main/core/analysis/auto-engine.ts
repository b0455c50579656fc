import type { VideoPart } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import type { PredictedObject } from '#common/prediction/prediction';
import type { OpenedVideo } from '../media/video/video-analyser';
import type { MediaEngine, SeenFrame, SeenPicture } from './media-engine';

/**
 * The cloud for as long as it answers, then this computer: from the first picture or frame without a result on. What
 * the cloud could not read goes to this computer alone, and the rest goes on there.
 */
export class AutoEngine implements MediaEngine {
  #isLost = false;

  constructor(
    private readonly cloud: MediaEngine,
    private readonly local: MediaEngine,
    /** Told once why the rest is done here. */
    private readonly onLost: (error: ReticleError) => void,
  ) {}

  get picturesAtOnce(): number {
    return this.#isLost ? this.local.picturesAtOnce : this.cloud.picturesAtOnce;
  }

  async picture(path: string, minScore: number, signal: AbortSignal): Promise<SeenPicture> {
    if (this.#isLost) return this.local.picture(path, minScore, signal);
    try {
      return await this.cloud.picture(path, minScore, signal);
    } catch (error) {
      this.#give(error, signal);
      return this.local.picture(path, minScore, signal);
    }
  }

  async *frames(
    video: OpenedVideo,
    part: VideoPart,
    lastTrackId: number,
    signal: AbortSignal,
  ): AsyncGenerator<SeenFrame> {
    if (this.#isLost) return yield* this.local.frames(video, part, lastTrackId, signal);
    let last: SeenFrame | null = null;
    let highestTrackId = lastTrackId;
    try {
      for await (const frame of this.cloud.frames(video, part, lastTrackId, signal)) {
        highestTrackId = Math.max(highestTrackId, ...trackIdsOf(frame.prediction.objects));
        yield frame;
        last = frame;
      }
    } catch (error) {
      this.#give(error, signal);
      const rest = last === null ? part : partAfter(last, video, part);
      if (rest) yield* this.local.frames(video, rest, highestTrackId, signal);
    }
  }

  /** @throws what is no fault of the cloud's */
  #give(error: unknown, signal: AbortSignal): void {
    signal.throwIfAborted();
    if (!(error instanceof ReticleError) || !error.code.startsWith('EYEPOP_')) throw error;
    if (error.code === 'EYEPOP_SOURCE_FAILED' || this.#isLost) return;
    this.#isLost = true;
    this.onLost(error);
  }
}

/** Null where nothing is left. */
function partAfter(last: SeenFrame, { index }: OpenedVideo, { sampling, toNs }: VideoPart): VideoPart | null {
  const next = index.timestampsNs[last.frameIndex + 1];
  if (next === undefined) return null;
  const fromNs = 'perSecond' in sampling ? Math.max(next, last.timestampNs + 1e9 / sampling.perSecond) : next;
  const isOver = fromNs > (index.timestampsNs.at(-1) ?? 0) || (toNs !== null && fromNs > toNs);
  return isOver ? null : { sampling, fromNs, toNs };
}

function trackIdsOf(objects: readonly PredictedObject[] | null | undefined): number[] {
  return (objects ?? []).flatMap(({ trackId, traceId, objects: nested }) => {
    const id = Number(trackId ?? traceId ?? 0);
    return [Number.isFinite(id) ? id : 0, ...trackIdsOf(nested)];
  });
}
