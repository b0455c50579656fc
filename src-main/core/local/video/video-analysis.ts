import { availableParallelism } from 'node:os';
import type { StageFacts } from '#common/contract/stage-facts';
import { eachComponent } from '#common/pop/each-component';
import type { Prediction } from '#common/prediction/prediction';
import type { Size } from '#common/vision/geometry';
import { mapInOrder } from '../../analysis/map-in-order';
import type { InputSpec } from '../family';
import { fillTensor } from '../picture-fill';
import { placePicture } from '../picture-placement';
import type { RawPixels } from '../picture-resample';
import type { BoundPop } from '../pop/bound-pop';
import { needsPixels, type PictureSource, PixelsPicture } from '../pop/picture-source';
import { type PopModels, type PopRun, PopRunner } from '../pop/pop-runner';
import { TensorBuffers } from '../tensor-buffers';
import { type DecodedFrame, type DecodeRequest, decodeFrames } from './video-frames';

export type VideoWork = {
  readonly pop: BoundPop;
  readonly decode: Omit<DecodeRequest, 'size'>;
  /** As shown: after rotation, with square pixels. */
  readonly source: Size;
  readonly minScore: number;
  /** The highest track id given before, where a run goes on. */
  readonly lastTrackId: number;
};

/** What was found in one frame. */
export type AnalysedFrame = {
  readonly timestampNs: number;
  readonly prediction: Prediction;
  readonly stages: readonly StageFacts[];
};

/** Of one decoded frame in the models, one being read and those that wait for their turn. */
const framesAtOnce = availableParallelism() + 1;

/**
 * Runs a Pop on the frames of a video, in order: frames are decoded while others are in the models, and only trackers
 * wait for the frame before.
 *
 * @throws {ReticleError} MODEL_*, ENGINE_FAILED, POP_TRANSFORM, FFMPEG_MISSING or VIDEO_DECODER_FAILED; what was found
 *   until then was yielded
 */
export async function* analyseVideo(
  work: VideoWork,
  models: PopModels,
  buffers: TensorBuffers,
  signal: AbortSignal,
): AsyncGenerator<AnalysedFrame & Pick<PopRun, 'backend'>> {
  const size = await sizeToDecode(work, models);
  const runner = new PopRunner(work.pop, models, work.minScore, work.lastTrackId);
  const isWhole = size.width === work.source.width && size.height === work.source.height;
  const pictureOf = ({ pixels }: DecodedFrame): PictureSource =>
    isWhole ? new PixelsPicture(pixels, buffers) : new ScaledFrame(pixels, work.source, buffers);
  let before: Promise<unknown> = Promise.resolve();
  // Frames have memory of their own: of what is lent to tensors only a few are kept.
  const frameBuffers = new TensorBuffers();
  const frames = decodeFrames({ ...work.decode, size }, signal, frameBuffers);
  const runs = mapInOrder(frames, framesAtOnce, async (frame) => {
    const run = runner.run(pictureOf(frame), frame.timestampNs, signal, before);
    before = run.catch(() => {});
    const { prediction, stages, backend } = await run;
    frameBuffers.giveBack(frame.pixels.data);
    return { timestampNs: frame.timestampNs, prediction, stages, backend };
  });
  yield* runs;
}

/** The one size that all models take the whole frame at, or else the frame's own. */
async function sizeToDecode({ pop, source }: VideoWork, models: PopModels): Promise<Size> {
  if (needsPixels(pop.pop)) return source;
  const specs: InputSpec[] = [];
  for (const { component, path } of eachComponent(pop.pop)) {
    const model = pop.models[path];
    if (component.type === 'inference' && model) specs.push(await models.input(model.path));
  }
  const [first, ...rest] = specs.map((spec) => placePicture(source, spec).resized);
  const isOne = rest.every((size) => size.width === first?.width && size.height === first.height);
  return first && isOne ? first : source;
}

/** A frame that was scaled to the size models take while it was decoded. */
class ScaledFrame implements PictureSource {
  constructor(
    private readonly scaled: RawPixels,
    readonly size: Size,
    private readonly buffers: TensorBuffers,
  ) {}

  async tensor(_region: null, spec: InputSpec) {
    const placed = placePicture(this.size, spec);
    return { ...fillTensor(this.scaled, placed, spec, this.buffers), placement: placed.placement, source: this.size };
  }

  /** Pops that look at pixels get whole frames. */
  pixels(): Promise<RawPixels> {
    return Promise.reject(new Error('a scaled frame has no pixels of its own'));
  }
}
