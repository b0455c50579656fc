import type { VideoPart } from '#common/contract/runs';
import { eachComponent } from '#common/pop/each-component';
import type { Pop } from '#common/pop/pop';
import type { Prediction } from '#common/prediction/prediction';
import type { InferenceClient } from '#core/local/inference-client';
import type { BoundPop } from '#core/local/pop/bound-pop';
import { mediaKindOf } from '#core/media/media-kind';
import { probePicture } from '#core/media/picture-probe';
import { findFfmpeg } from '#core/media/video/ffmpeg-programs';
import { readFrameIndex } from '#core/media/video/frame-index';
import { probeVideo } from '#core/media/video/probe-video';
import { VideoAnalyser } from '#core/media/video/video-analyser';
import { type BindableModel, bindPop } from '#core/pops/bind-pop';
import { defaultBindings } from '#core/pops/default-bindings';
import { parsePop } from '#core/pops/parse-pop';

/** For components that name none. */
const defaultThreshold = 0.3;

/** A Pop that can run; null for one without components, which finds nothing. */
export type ReadyPop = BoundPop | null;

/** What stands behind the emulator: the local engine, with the models of this computer. */
export class PopEngine {
  readonly #videos: VideoAnalyser;

  constructor(
    private readonly inference: Pick<InferenceClient, 'analysePop' | 'analyseVideo'>,
    private readonly models: readonly BindableModel[],
  ) {
    this.#videos = new VideoAnalyser(inference);
  }

  /** @throws {ReticleError} POP_INVALID; the empty object, which EyePop's Python SDK sends, is an empty Pop */
  read(value: unknown): Pop {
    const isEmpty = value == null || (typeof value === 'object' && Object.keys(value).length === 0);
    return isEmpty ? { components: [] } : parsePop(value);
  }

  /** @throws {ReticleError} POP_*, where something in it cannot run here */
  bind(pop: Pop): ReadyPop {
    if (pop.components.length === 0) return null;
    const whole = structuredClone(pop);
    for (const { component } of eachComponent(whole)) {
      if (component.type === 'inference') component.confidenceThreshold ??= defaultThreshold;
    }
    return bindPop(whole, { models: this.models, bindings: defaultBindings });
  }

  /**
   * What the Pop finds in a picture, or frame by frame in a video.
   *
   * @param framesPerSecond - of a video; null takes every frame
   * @throws {ReticleError} MEDIA_*, VIDEO_*, FFMPEG_MISSING, MODEL_* or ENGINE_*
   */
  async *analyse(
    path: string,
    pop: ReadyPop,
    framesPerSecond: number | null,
    signal: AbortSignal,
  ): AsyncGenerator<Prediction> {
    if ((await mediaKindOf(path)) === 'video') yield* this.#video(path, pop, framesPerSecond, signal);
    else yield await this.#picture(path, pop, signal);
  }

  async #picture(path: string, pop: ReadyPop, signal: AbortSignal): Promise<Prediction> {
    const { widthPx, heightPx } = await probePicture(path, signal);
    const times = { timestamp: 0, seconds: 0 };
    if (!pop) return { source_width: widthPx, source_height: heightPx, objects: [], ...times };
    const { prediction } = await this.inference.analysePop(path, pop, defaultThreshold, signal);
    return { ...prediction, ...times };
  }

  async *#video(path: string, pop: ReadyPop, framesPerSecond: number | null, signal: AbortSignal) {
    const programs = await findFfmpeg();
    const facts = await probeVideo(path, programs, signal);
    const index = await readFrameIndex(path, programs, () => {}, signal);
    const times = (frame: number, timestampNs: number) => ({
      timestamp: timestampNs,
      seconds: timestampNs / 1e9,
      duration: Math.round((index.timestampsNs[frame + 1] ?? facts.durationNs) - timestampNs),
      offset: frame,
    });
    if (!pop) {
      const size = { source_width: facts.widthPx, source_height: facts.heightPx };
      for (const [frame, timestampNs] of index.timestampsNs.entries()) {
        yield { ...size, objects: [], ...times(frame, timestampNs) } satisfies Prediction;
      }
      return;
    }
    const sampling = framesPerSecond === null ? { every: 1 } : { perSecond: framesPerSecond };
    const part: VideoPart = { sampling, fromNs: null, toNs: null };
    const frames = this.#videos.frames({ path, facts, index, programs }, pop, part, 0, signal);
    for await (const { frameIndex, timestampNs, prediction } of frames) {
      yield { ...prediction, ...times(frameIndex, timestampNs) };
    }
  }
}
