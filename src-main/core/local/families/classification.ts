import type { Size } from '#common/vision/geometry';
import type { Family, ModelFile } from '../family';
import { floats, roundTo } from './detections';
import { flatLength, imagenetColours } from './imagenet';
import { parseImageSize, parseNames } from './ultralytics-metadata';

const topClasses = 5;

function inputSize(file: ModelFile): Size | null {
  const [, channels, height, width] = file.inputs[0]?.shape ?? [];
  if (channels !== 3) return null;
  if (typeof height === 'number' && typeof width === 'number') return { width, height };
  return parseImageSize(file.metadata.imgsz);
}

/** Ultralytics' classifiers take plain 0..1; everything else here follows the habit of ImageNet models. */
const isUltralytics = (file: ModelFile) => file.metadata.task === 'classify';

/**
 * Image classification: one output `[1, C]` (or `[1, C, 1, 1]`) of logits or of probabilities; which of the two is seen
 * from the values. Input RGB, 0..1, normalised by ImageNet's mean and deviation.
 */
export const classification: Family = {
  id: 'classification',
  looksLike: 'image classification (input [1, 3, H, W], one output [1, classes])',

  recognises: (file) =>
    file.inputs.length === 1 && file.outputs.length === 1 && inputSize(file) !== null && flatLength(file) >= 2,

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
      ...(isUltralytics(file) && { mean: [0, 0, 0], std: [1, 1, 1] }),
      fit: 'crop',
      pad: 0,
    };
  },

  labels(file) {
    const count = flatLength(file);
    const names = parseNames(file.metadata.names);
    return names?.length === count ? names : Array.from({ length: count }, (_, index) => `class ${index}`);
  },

  decode(outputs, { source, labels, minScore, file }) {
    const { data } = floats(outputs, file.outputs[0]?.name ?? '');
    if (data.length !== labels.length) throw new RangeError(`expected ${labels.length} scores, got ${data.length}`);
    const classes = [...probabilities(data)]
      .map((confidence, index) => ({ classLabel: labels[index] ?? '', confidence: roundTo(confidence, 4) }))
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, topClasses)
      .filter(({ confidence }) => confidence >= minScore);
    return { source_width: source.width, source_height: source.height, objects: [], classes };
  },
};

/** Softmax, unless the values are probabilities already: none negative, and together one. */
export function probabilities(values: Float32Array): Float32Array {
  const sum = values.reduce((total, value) => total + value, 0);
  if (values.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3) return values;
  const max = values.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  const exponentials = values.map((value) => Math.exp(value - max));
  const total = exponentials.reduce((all, value) => all + value, 0);
  return exponentials.map((value) => value / total);
}
