import type { Size } from '#common/vision/geometry';
import type { Family, ModelFile } from '../family';
import { floats, predictionOf } from './detections';

/** Fewer values than this are scores of classes, whatever they are called. */
const leastLength = 16;

function inputSize(file: ModelFile): Size | null {
  const [, channels, height, width] = file.inputs[0]?.shape ?? [];
  return channels === 3 && typeof height === 'number' && typeof width === 'number' ? { width, height } : null;
}

function vectorLength(file: ModelFile): number {
  const shape = file.outputs[0]?.shape ?? [];
  const length = shape.length === 2 || (shape.length === 4 && shape[2] === 1 && shape[3] === 1) ? shape[1] : 0;
  return typeof length === 'number' ? length : 0;
}

/** From its shape alone it could be a classifier: its output or its metadata must say what it is. */
const saysSo = (file: ModelFile) =>
  /embed|feat|reid|descriptor/i.test(`${file.outputs[0]?.name} ${file.metadata.task ?? ''}`);

/**
 * What a picture looks like as a vector, as models for re-identification give it: one output `[1, D]` (or `[1, D, 1, 1]`)
 * that is called embedding, features or the like. Input RGB, stretched, normalised by ImageNet's mean and deviation.
 */
export const embedding: Family = {
  id: 'embedding',
  looksLike: 'image embedding (input [1, 3, H, W], one output [1, D] called embedding, features or reid)',

  recognises: (file) =>
    file.inputs.length === 1 &&
    file.outputs.length === 1 &&
    inputSize(file) !== null &&
    vectorLength(file) >= leastLength &&
    saysSo(file),

  input(file) {
    const size = inputSize(file);
    if (!size) throw new RangeError('the model does not say the size of its input');
    return {
      name: file.inputs[0]?.name ?? 'input',
      size,
      layout: 'nchw',
      channels: 'rgb',
      type: 'float32',
      scale: 1 / 255,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      fit: 'stretch',
      pad: 0,
    };
  },

  labels: () => [],

  decode(outputs, { source, file }) {
    const { data } = floats(outputs, file.outputs[0]?.name ?? '');
    if (data.length !== vectorLength(file))
      throw new RangeError(`expected ${vectorLength(file)} values, got ${data.length}`);
    return { ...predictionOf(source, []), embeddings: [{ embedding: [...data] }] };
  },
};
