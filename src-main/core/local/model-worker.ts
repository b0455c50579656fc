import { parentPort } from 'node:worker_threads';
import { Tensor } from 'onnxruntime-node';
import { ReticleError, toWireError } from '#common/errors';
import type { OutputTensor } from './family';
import { firstLine, type OpenSession, Sessions } from './inference-session';
import type { ModelAnswer, ModelPicture, ModelTask } from './model-worker-messages';
import { countNotNumbers } from './not-numbers';
import { type ReadModel, ReadModels } from './read-models';

/*
 * A thread of the inference process that runs models, one task at a time. `run` of ONNX Runtime holds the thread it is
 * called on until the network is through; here that keeps nobody from decoding or from answering. Outputs are read here
 * too: they are many times the size of what is found in them, and never leave this thread.
 */

const sessions = new Sessions();
const models = new ReadModels();
parentPort?.on('message', (task: ModelTask) => void answer(task)); // only the runner is at the other end

async function answer(task: ModelTask): Promise<void> {
  const result = await perform(task);
  parentPort?.postMessage(result, result.kind === 'ran' ? [result.run.data.buffer as ArrayBuffer] : []); // never shared
}

async function perform({ key, name, picture }: ModelTask): Promise<ModelAnswer> {
  try {
    const open = await sessions.get(key, name);
    if (!picture) return { kind: 'opened' };
    return await run(open, await models.read(key.modelPath), picture);
  } catch (cause) {
    if (cause instanceof ReticleError) return { kind: 'refused', error: toWireError(cause) };
    return { kind: 'failed', reason: firstLine(cause) };
  }
}

async function run(open: OpenSession, { file, family }: ReadModel, picture: ModelPicture): Promise<ModelAnswer> {
  const startedAt = performance.now();
  const { data, dims, placement, source } = picture.tensor;
  const tensor = data instanceof Uint8Array ? new Tensor('uint8', data, dims) : new Tensor('float32', data, dims);
  const results = await open.session.run({ [family.input(file).name]: tensor });
  const outputs = new Map(Object.entries(results).map(([output, result]) => [output, readable(result)]));
  const notNumbers = countNotNumbers(outputs);
  const context = { source, placement, labels: family.labels(file), minScore: picture.minScore, file };
  const prediction = family.decode(outputs, context);
  const runMs = performance.now() - startedAt;
  return { kind: 'ran', run: { prediction, notNumbers, data, backend: open.backend, runMs } };
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
