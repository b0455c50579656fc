import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Backend } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import { recogniseFamily } from './families/all-families';
import type { ModelFile } from './family';
import type {
  AnalysePopRequest,
  AnalyseRequest,
  AnalyseVideoRequest,
  Analysis,
  InspectRequest,
  ModelFacts,
  VideoSummary,
} from './inference-messages';
import { firstLine } from './inference-session';
import { ModelRunner } from './model-runner';
import type { ModelRun } from './model-worker-messages';
import { readOnnxFile } from './onnx-file';
import { type PictureTensor, pictureToTensor } from './picture-to-tensor';
import { needsPixels, openPicture } from './pop/picture-source';
import { type PopModels, PopRunner } from './pop/pop-runner';
import { type ReadModel, ReadModels } from './read-models';
import { TensorBuffers } from './tensor-buffers';
import { type AnalysedFrame, analyseVideo } from './video/video-analysis';

const inputOf = ({ file, family }: ReadModel) => family.input(file);

/**
 * What the inference process does. A picture alone in it has all processors; of several at once each has one, which
 * finishes more of them: two threads do not halve the time of a network.
 */
export class InferenceEngine {
  readonly #runner: ModelRunner;
  readonly #buffers = new TensorBuffers();
  readonly #models = new ReadModels();
  #underWay = 0;

  /** @param workerFile - `model-worker` as it was built */
  constructor(workerFile: string) {
    this.#runner = new ModelRunner(workerFile);
  }

  /** @throws {ReticleError} MEDIA_*, MODEL_* or ENGINE_FAILED */
  async analyse(request: AnalyseRequest, signal: AbortSignal): Promise<Analysis> {
    this.#underWay += 1;
    try {
      const input = inputOf(await this.#models.read(request.modelPath));
      const startedAt = performance.now();
      const tensor = await pictureToTensor(request.picturePath, input, this.#buffers, signal);
      const decodeMs = performance.now() - startedAt;
      const { prediction, runMs, backend } = await this.#run(request, tensor, signal);
      return { prediction, decodeMs, runMs, backend };
    } finally {
      this.#underWay -= 1;
    }
  }

  /** @throws {ReticleError} MEDIA_*, MODEL_*, ENGINE_FAILED or POP_TRANSFORM */
  async analysePop({ pop, ...request }: AnalysePopRequest, signal: AbortSignal): Promise<Analysis> {
    const startedAt = performance.now();
    const picture = await openPicture(request.picturePath, needsPixels(pop.pop), this.#buffers, signal);
    const decodeMs = performance.now() - startedAt;
    const runner = new PopRunner(pop, this.#popModels(request), request.minScore);
    const { prediction, stages, backend } = await runner.run(picture, null, signal);
    return {
      prediction,
      stages,
      decodeMs,
      runMs: performance.now() - startedAt - decodeMs,
      backend: backend ?? { provider: request.provider, reason: '' },
    };
  }

  /**
   * @param onFrame - told of each frame in order
   * @throws {ReticleError} MODEL_*, ENGINE_FAILED, POP_TRANSFORM, FFMPEG_MISSING or VIDEO_DECODER_FAILED
   */
  async analyseVideo(
    request: AnalyseVideoRequest,
    onFrame: (frame: AnalysedFrame) => void,
    signal: AbortSignal,
  ): Promise<VideoSummary> {
    const { provider, threads, minScore } = request;
    const models = this.#popModels({ picturePath: request.decode.path, provider, threads, minScore });
    let frameCount = 0;
    let ran: Backend | null = null;
    for await (const { backend, ...frame } of analyseVideo(request, models, this.#buffers, signal)) {
      frameCount += 1;
      ran = backend ?? ran;
      onFrame(frame);
    }
    return { frameCount, backend: ran ?? { provider, reason: '' } };
  }

  /** The models here, for the components of a Pop. Crops that run at once have a processor each, as pictures have. */
  #popModels(request: Omit<AnalysePopRequest, 'pop' | 'kind'>): PopModels {
    return {
      input: async (modelPath) => inputOf(await this.#models.read(modelPath)),
      run: async (modelPath, tensor, minScore, signal) => {
        this.#underWay += 1;
        try {
          return await this.#run({ ...request, modelPath, minScore }, tensor, signal);
        } finally {
          this.#underWay -= 1;
        }
      },
    };
  }

  async #run(request: Omit<AnalyseRequest, 'kind'>, tensor: PictureTensor, signal: AbortSignal): Promise<ModelRun> {
    const { modelPath, provider, minScore } = request;
    const places = provider === 'cpu' ? request.threads || availableParallelism() : 1;
    // Asked when its turn comes: what else is there may be done by then.
    const threads = () => (this.#underWay > 1 && places > 1 ? 1 : request.threads);
    const key = () => ({ modelPath, provider, threads: threads() });
    try {
      const run = await this.#runner.run(key, { tensor, minScore }, places, signal);
      this.#buffers.giveBack(run.data);
      return run;
    } catch (cause) {
      if (cause instanceof ReticleError || signal.aborted) throw cause;
      const name = basename(request.picturePath);
      throw new ReticleError('ENGINE_FAILED', { name, reason: firstLine(cause) }, { cause });
    }
  }

  /** @throws {ReticleError} MODEL_* */
  async inspect({ modelPath, name }: InspectRequest, signal: AbortSignal): Promise<ModelFacts> {
    const file = await readOnnxFile(modelPath, signal);
    const family = recogniseFamily(file, name);
    await this.#runner.open({ modelPath, provider: 'cpu', threads: 0 }, name, signal);
    const { size } = family.input(file);
    const tensors = (specs: ModelFile['inputs']) => specs.map((spec) => ({ ...spec, shape: [...spec.shape] }));
    return {
      family: family.id,
      inputs: tensors(file.inputs),
      outputs: tensors(file.outputs),
      inputWidthPx: size.width,
      inputHeightPx: size.height,
      labels: family.labels(file),
    };
  }
}
