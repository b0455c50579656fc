import { basename } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { ReticleError } from '#common/errors';
import { recogniseFamily } from './families/all-families';
import type { Family, ModelFile, OutputTensor } from './family';
import type { AnalysePopRequest, AnalyseRequest, Analysis, InspectRequest, ModelFacts } from './inference-messages';
import { firstLine, Sessions } from './inference-session';
import { readOnnxFile } from './onnx-file';
import { type PictureTensor, pictureToTensor } from './picture-to-tensor';
import { countNotNumbers } from './pop/not-numbers';
import { cutsRegions, openPicture } from './pop/picture-source';
import { type PopModels, PopRunner } from './pop/pop-runner';
import { TensorBuffers } from './tensor-buffers';

type ReadModel = { readonly file: ModelFile; readonly family: Family };
type Outputs = ReadonlyMap<string, OutputTensor>;

const inputOf = ({ file, family }: ReadModel) => family.input(file);

/** What the inference process does. Pictures are decoded side by side; the model runs on one at a time. */
export class InferenceEngine {
  readonly #sessions = new Sessions();
  readonly #buffers = new TensorBuffers();
  readonly #models = new Map<string, Promise<ReadModel>>();
  #lastInModel: Promise<unknown> = Promise.resolve();

  /** @throws {ReticleError} MEDIA_*, MODEL_* or ENGINE_FAILED */
  async analyse(request: AnalyseRequest, signal: AbortSignal): Promise<Analysis> {
    const model = await this.#read(request.modelPath);
    const startedAt = performance.now();
    const tensor = await pictureToTensor(request.picturePath, model.family.input(model.file), this.#buffers, signal);
    const decodeMs = performance.now() - startedAt;
    return { ...(await this.#run(request, model, tensor, signal)), decodeMs };
  }

  /** @throws {ReticleError} MEDIA_*, MODEL_*, ENGINE_FAILED or POP_TRANSFORM */
  async analysePop({ pop, ...request }: AnalysePopRequest, signal: AbortSignal): Promise<Analysis> {
    const startedAt = performance.now();
    const picture = await openPicture(request.picturePath, cutsRegions(pop.pop), this.#buffers, signal);
    const decodeMs = performance.now() - startedAt;
    const models: PopModels = {
      input: async (modelPath) => inputOf(await this.#read(modelPath)),
      run: async (modelPath, tensor, minScore, stop) => {
        const model = await this.#read(modelPath);
        return this.#run({ ...request, modelPath, minScore }, model, tensor, stop, countNotNumbers);
      },
    };
    const run = await new PopRunner(pop, models, request.minScore).run(picture, null, signal);
    const backend = run.backend ?? { provider: request.provider, reason: '' };
    return {
      prediction: run.prediction,
      stages: run.stages,
      decodeMs,
      runMs: performance.now() - startedAt - decodeMs,
      backend,
    };
  }

  #run(
    request: Omit<AnalyseRequest, 'kind'>,
    model: ReadModel,
    tensor: PictureTensor,
    signal: AbortSignal,
    inspect: (outputs: Outputs) => number = () => 0,
  ) {
    return this.#oneAtATime(async () => {
      signal.throwIfAborted();
      const { session, backend } = await this.#sessions.get(request);
      const runAt = performance.now();
      try {
        const { data, dims } = tensor;
        const input = data instanceof Uint8Array ? new Tensor('uint8', data, dims) : new Tensor('float32', data, dims);
        const results = await session.run({ [inputOf(model).name]: input });
        const outputs = new Map(Object.entries(results).map(([name, result]) => [name, readable(result)]));
        const notNumbers = inspect(outputs);
        const prediction = decode(model, outputs, tensor, request.minScore);
        this.#buffers.giveBack(data);
        return { prediction, runMs: performance.now() - runAt, backend, notNumbers };
      } catch (cause) {
        const name = basename(request.picturePath);
        throw new ReticleError('ENGINE_FAILED', { name, reason: firstLine(cause) }, { cause });
      }
    });
  }

  /** @throws {ReticleError} MODEL_* */
  async inspect({ modelPath, name }: InspectRequest, signal: AbortSignal): Promise<ModelFacts> {
    const file = await readOnnxFile(modelPath, signal);
    const family = recogniseFamily(file, name);
    await this.#oneAtATime(async () => {
      signal.throwIfAborted();
      await this.#sessions.get({ modelPath, provider: 'cpu', threads: 0 }, name);
    });
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

  #read(path: string): Promise<ReadModel> {
    const known = this.#models.get(path);
    if (known) return known;
    // Shared by all pictures that wait for it, so no single one of them may cancel it.
    const { signal } = new AbortController();
    const read = readOnnxFile(path, signal).then((file) => ({ file, family: recogniseFamily(file, basename(path)) }));
    this.#models.set(path, read);
    // A reading that failed is tried again by the next picture.
    read.catch(() => this.#models.delete(path));
    return read;
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#lastInModel.then(work);
    this.#lastInModel = mine.catch(() => {});
    return mine;
  }
}

function decode({ file, family }: ReadModel, outputs: Outputs, { placement, source }: PictureTensor, minScore: number) {
  return family.decode(outputs, { source, placement, labels: family.labels(file), minScore, file });
}

/** Families read a few number formats; half and double floats become float32. */
function readable({ data, dims }: Tensor): OutputTensor {
  const isReadable =
    data instanceof Float32Array ||
    data instanceof Uint8Array ||
    data instanceof BigInt64Array ||
    data instanceof Int32Array;
  if (isReadable) return { data, dims };
  if (data instanceof Float64Array || data instanceof Int8Array) return { data: Float32Array.from(data), dims };
  throw new TypeError(`outputs as ${data.constructor.name} are not read`);
}
