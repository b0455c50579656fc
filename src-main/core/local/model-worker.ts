import { parentPort } from 'node:worker_threads';
import { Tensor } from 'onnxruntime-node';
import { ReticleError, toWireError } from '#common/errors';
import type { OutputTensor } from './family';
import { firstLine, Sessions } from './inference-session';
import type { ModelAnswer, ModelInput, ModelTask } from './model-worker-messages';

/*
 * A thread of the inference process that runs models, one task at a time. `run` of ONNX Runtime holds the thread it is
 * called on until the network is through; here that keeps nobody from decoding or from answering.
 */

const sessions = new Sessions();
parentPort?.on('message', (task: ModelTask) => void answer(task)); // only the runner is at the other end

async function answer(task: ModelTask): Promise<void> {
  const result = await perform(task);
  parentPort?.postMessage(result, result.kind === 'ran' ? memoryOf(result.run) : []);
}

async function perform({ key, name, input }: ModelTask): Promise<ModelAnswer> {
  try {
    const open = await sessions.get(key, name);
    return input ? await run(open, input) : { kind: 'opened' };
  } catch (cause) {
    if (cause instanceof ReticleError) return { kind: 'refused', error: toWireError(cause) };
    return { kind: 'failed', reason: firstLine(cause) };
  }
}

async function run(
  { session, backend }: Awaited<ReturnType<Sessions['get']>>,
  { name, data, dims }: ModelInput,
): Promise<ModelAnswer> {
  const startedAt = performance.now();
  const tensor = data instanceof Uint8Array ? new Tensor('uint8', data, dims) : new Tensor('float32', data, dims);
  const results = await session.run({ [name]: tensor });
  const outputs = new Map(Object.entries(results).map(([output, result]) => [output, readable(result)]));
  return { kind: 'ran', run: { outputs, data, backend, runMs: performance.now() - startedAt } };
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

/** Handed over rather than copied; two outputs may lie in the same memory. */
function memoryOf({ outputs, data }: Extract<ModelAnswer, { kind: 'ran' }>['run']): ArrayBuffer[] {
  const buffers = [data, ...[...outputs.values()].map((output) => output.data)].map((values) => values.buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
