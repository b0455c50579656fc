import type { Size, Xyxy } from '#common/vision/geometry';
import { type Candidate, nonMaxSuppression } from '#common/vision/non-max-suppression';
import type { Family, ModelFile } from '../family';
import { floats, predictionOf, toObject, toSource } from './detections';
import { parseImageSize, parseNames } from './ultralytics-metadata';

const iouLimit = 0.45;

/** How the head lies in memory: `columns` from v8 on (`[1, 4 + C, N]`), `rows` in v5 (`[1, N, 5 + C]`, with objectness). */
type Head = { readonly kind: 'columns' | 'rows'; readonly count: number; readonly classes: number };

function inputSize(file: ModelFile): Size | null {
  const [, channels, height, width] = file.inputs[0]?.shape ?? [];
  if (channels !== 3) return null;
  if (typeof height === 'number' && typeof width === 'number') return { width, height };
  // Exported with dynamic sides: the size it was trained for is in the metadata.
  return parseImageSize(file.metadata.imgsz);
}

/** Cells of the grids over the input: strides 8, 16, 32, and 64 where the metadata say that it is the largest. */
function cellCount({ width, height }: Size, { stride: largest }: ModelFile['metadata']): number {
  const strides = largest === '64' ? [8, 16, 32, 64] : [8, 16, 32];
  return strides.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0);
}

function headOf(dims: readonly (number | string)[], file: ModelFile, classes: number): Head | null {
  const [, a, b] = dims;
  const size = inputSize(file);
  if (dims.length !== 3 || !size) return null;
  const cells = cellCount(size, file.metadata);
  if (a === 4 + classes && (b === cells || typeof b === 'string')) return { kind: 'columns', count: cells, classes };
  // v5 has three anchors a cell.
  if (b === 5 + classes && (a === 3 * cells || typeof a === 'string'))
    return { kind: 'rows', count: 3 * cells, classes };
  return null;
}

/**
 * Ultralytics detectors: v8, v9 and 11 give `[1, 4 + C, N]` (rows 0-3 are cx, cy, w, h in model px, the rest class
 * scores 0..1); v5 gives `[1, N, 5 + C]` (cx, cy, w, h in model px, objectness, class scores). Labels, task and input
 * size are in the metadata that the exporter writes.
 */
export const yoloDetect: Family = {
  id: 'yolo-detect',
  looksLike: 'Ultralytics YOLO detect (metadata names and task = detect, one output [1, 4 + C, N] or [1, N, 5 + C])',

  recognises(file) {
    const names = parseNames(file.metadata.names);
    const output = file.outputs[0];
    if (!names || !output || (file.metadata.task ?? 'detect') !== 'detect') return false;
    return headOf(output.shape, file, names.length) !== null;
  },

  input(file) {
    const size = inputSize(file);
    if (!size) throw new RangeError('the model does not say the size of its input');
    return {
      name: file.inputs[0]?.name ?? 'images',
      size,
      layout: 'nchw',
      channels: 'rgb',
      type: 'float32',
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      fit: 'letterbox-centre',
      pad: 114,
    };
  },

  labels: (file) => parseNames(file.metadata.names) ?? [],

  decode(outputs, { source, placement, labels, minScore, file }) {
    const { data, dims } = floats(outputs, file.outputs[0]?.name ?? '');
    const head = headOf(dims, file, labels.length);
    if (!head) throw new RangeError(`YOLO output: [${dims}] does not fit ${labels.length} classes`);
    const kept = nonMaxSuppression(
      head.kind === 'columns' ? readColumns(data, head, minScore) : readRows(data, head, minScore),
      {
        iouLimit,
      },
    );
    const objects = kept.flatMap(
      ({ xyxy, score, classId }) => toObject(toSource(xyxy, placement), source, labels[classId] ?? '', score) ?? [],
    );
    return predictionOf(source, objects);
  },
};

function readColumns(data: Float32Array, { count, classes }: Head, minScore: number): Candidate[] {
  // Class by class along the memory: the scores of one class lie side by side.
  const best = new Float32Array(count).fill(-1);
  const bestClass = new Int32Array(count);
  for (let classId = 0; classId < classes; classId += 1) {
    const row = (4 + classId) * count;
    for (let cell = 0; cell < count; cell += 1) {
      const score = data[row + cell] ?? 0;
      if (score <= (best[cell] ?? 0)) continue;
      best[cell] = score;
      bestClass[cell] = classId;
    }
  }
  const found: Candidate[] = [];
  for (let cell = 0; cell < count; cell += 1) {
    const score = best[cell] ?? 0;
    if (score < minScore) continue;
    const at = (row: number) => data[row * count + cell] ?? 0;
    found.push({ xyxy: toCorners(at(0), at(1), at(2), at(3)), score, classId: bestClass[cell] ?? 0 });
  }
  return found;
}

function readRows(data: Float32Array, { count, classes }: Head, minScore: number): Candidate[] {
  const found: Candidate[] = [];
  const columns = 5 + classes;
  for (let row = 0; row < count * columns; row += columns) {
    const objectness = data[row + 4] ?? 0;
    if (objectness < minScore) continue;
    const scores = data.subarray(row + 5, row + columns);
    const best = scores.reduce((max, score) => Math.max(max, score), 0);
    const score = objectness * best;
    if (score < minScore) continue;
    const at = (column: number) => data[row + column] ?? 0;
    found.push({ xyxy: toCorners(at(0), at(1), at(2), at(3)), score, classId: scores.indexOf(best) });
  }
  return found;
}

function toCorners(cx: number, cy: number, width: number, height: number): Xyxy {
  return [cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2];
}
