import type { Size } from '#common/vision/geometry';
import type { Family, ModelFile } from '../family';
import { floats, predictionOf } from './detections';
import { flatLength, imagenetColours } from './imagenet';

/** Fewer values than this are scores of classes, whatever they are called. */
const leastLength = 16;

function inputSize(file: ModelFile): Size | null {
  const [, channels, height, width] = file.inputs[0]?.shape ?? [];
  return channels === 3 && typeof height === 'number' && typeof width === 'number' ? { width, height } : null;
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
    flatLength(file) >= leastLength &&
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
      ...imagenetColours,
      fit: 'stretch',
      pad: 0,
    };
  },

  labels: () => [],

  decode(outputs, { source, file }) {
    const { data } = floats(outputs, file.outputs[0]?.name ?? '');
    if (data.length !== flatLength(file))
      throw new RangeError(`expected ${flatLength(file)} values, got ${data.length}`);
    return { ...predictionOf(source, []), embeddings: [{ embedding: [...data] }] };
  },
};
