import type { Xyxy } from '#common/vision/geometry';
import { type Candidate, nonMaxSuppression } from '#common/vision/non-max-suppression';
import type { Family, ModelFile } from '../family';
import { cocoLabels } from './coco-labels';
import { floats, predictionOf, toObject, toSource } from './detections';

const strides = [8, 16, 32];
const iouLimit = 0.45;

/** Cells of the three grids over an input of `width` x `height` model px. */
function cellCount(width: number, height: number): number {
  return strides.reduce((sum, stride) => sum + Math.floor(width / stride) * Math.floor(height / stride), 0);
}

function inputSize(file: ModelFile): { width: number; height: number } | null {
  const [, channels, height, width] = file.inputs[0]?.shape ?? [];
  return channels === 3 && typeof height === 'number' && typeof width === 'number' ? { width, height } : null;
}

function classCount(file: ModelFile): number {
  const last = file.outputs[0]?.shape[2];
  return typeof last === 'number' ? last - 5 : 0;
}

/**
 * YOLOX with its head not decoded: `[1, N, 5 + C]`, row-major, N cells of strides 8, 16, 32; a row is x, y, w, h
 * (offsets and log sizes in grid units), objectness 0..1, class scores 0..1. Source: Megvii's ONNX export.
 */
export const yolox: Family = {
  id: 'yolox',
  looksLike: 'YOLOX (one output [1, cells of strides 8/16/32, 5 + classes], no metadata)',

  recognises(file) {
    const size = inputSize(file);
    const output = file.outputs[0];
    if (file.inputs.length !== 1 || file.outputs.length !== 1 || !size || !output) return false;
    // Ultralytics' v5 head has the same form but is decoded already; its exporter always writes `task` or `names`.
    if ('names' in file.metadata || 'task' in file.metadata) return false;
    return output.shape.length === 3 && output.shape[1] === cellCount(size.width, size.height) && classCount(file) >= 1;
  },

  input(file) {
    const size = inputSize(file);
    if (!size) throw new RangeError('YOLOX needs an input of fixed size');
    return {
      name: file.inputs[0]?.name ?? 'images',
      size,
      layout: 'nchw',
      channels: 'bgr',
      type: 'float32',
      scale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      fit: 'letterbox-top-left',
      pad: 114,
    };
  },

  labels(file) {
    const count = classCount(file);
    return count === cocoLabels.length ? cocoLabels : Array.from({ length: count }, (_, index) => `class ${index}`);
  },

  decode(outputs, { source, placement, labels, minScore, file }) {
    const size = inputSize(file) ?? { width: 0, height: 0 };
    const { data, dims } = floats(outputs, file.outputs[0]?.name ?? '');
    const columns = dims[2] ?? 0;
    if (dims[1] !== cellCount(size.width, size.height) || columns < 6) {
      throw new RangeError(
        `YOLOX output: expected [1, ${cellCount(size.width, size.height)}, 5 + classes], got [${dims}]`,
      );
    }
    const candidates = decodeCells(data, columns, size, minScore);
    const kept = nonMaxSuppression(candidates, { iouLimit });
    const objects = kept.flatMap(
      ({ xyxy, score, classId }) =>
        toObject(toSource(xyxy, placement), source, labels[classId] ?? `class ${classId}`, score) ?? [],
    );
    return predictionOf(source, objects);
  },
};

function decodeCells(
  data: Float32Array,
  columns: number,
  size: { width: number; height: number },
  minScore: number,
): Candidate[] {
  const found: Candidate[] = [];
  let row = 0;
  for (const stride of strides) {
    const cellsX = Math.floor(size.width / stride);
    const cellsY = Math.floor(size.height / stride);
    for (let cellY = 0; cellY < cellsY; cellY += 1) {
      for (let cellX = 0; cellX < cellsX; cellX += 1, row += columns) {
        // The score is objectness times class score, so a cell with low objectness cannot pass: most end here.
        const objectness = data[row + 4] ?? 0;
        if (objectness < minScore) continue;
        const { classId, score } = bestClass(data, row, columns, objectness);
        if (score >= minScore) found.push({ xyxy: cellBox(data, row, cellX, cellY, stride), score, classId });
      }
    }
  }
  return found;
}

function bestClass(data: Float32Array, row: number, columns: number, objectness: number) {
  let classId = 0;
  let best = -1;
  for (let column = 5; column < columns; column += 1) {
    const value = data[row + column] ?? 0;
    if (value > best) {
      best = value;
      classId = column - 5;
    }
  }
  return { classId, score: best * objectness };
}

function cellBox(data: Float32Array, row: number, cellX: number, cellY: number, stride: number): Xyxy {
  const cx = ((data[row] ?? 0) + cellX) * stride;
  const cy = ((data[row + 1] ?? 0) + cellY) * stride;
  const halfWidth = (Math.exp(data[row + 2] ?? 0) * stride) / 2;
  const halfHeight = (Math.exp(data[row + 3] ?? 0) * stride) / 2;
  return [cx - halfWidth, cy - halfHeight, cx + halfWidth, cy + halfHeight];
}
