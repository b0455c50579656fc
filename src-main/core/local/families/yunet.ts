import type { PredictedKeyPoint, PredictedObject } from '#common/prediction/prediction';
import type { Point, Size } from '#common/vision/geometry';
import { type Candidate, nonMaxSuppression } from '#common/vision/non-max-suppression';
import type { DecodeContext, Family, ModelFile, OutputTensor, Placement } from '../family';
import { floats, predictionOf, roundTo, toObject, toSource } from './detections';

const strides = [8, 16, 32];
const iouLimit = 0.3;
const pointLabels = ['right eye', 'left eye', 'nose tip', 'right mouth corner', 'left mouth corner'];

type Face = Candidate & { readonly points: readonly Point[] };

function inputSize(file: ModelFile): Size | null {
  const [, channels, height, width] = file.inputs[0]?.shape ?? [];
  return channels === 3 && typeof height === 'number' && typeof width === 'number' ? { width, height } : null;
}

/**
 * YuNet faces: for each stride s of 8, 16, 32 the outputs `cls_s [1, N, 1]`, `obj_s [1, N, 1]`, `bbox_s [1, N, 4]`
 * (centre offsets and log sizes in grid units) and `kps_s [1, N, 10]` (five x, y offsets in grid units);
 * score = sqrt(cls * obj). Source: libfacedetection's ONNX export.
 */
export const yunet: Family = {
  id: 'yunet',
  looksLike: 'YuNet faces (outputs cls_s, obj_s, bbox_s, kps_s for s = 8, 16, 32)',

  recognises(file) {
    const names = new Set(file.outputs.map((output) => output.name));
    return (
      inputSize(file) !== null &&
      strides.every((stride) => ['cls', 'obj', 'bbox', 'kps'].every((part) => names.has(`${part}_${stride}`)))
    );
  },

  input(file) {
    const size = inputSize(file);
    if (!size) throw new RangeError('YuNet needs an input of fixed size');
    return {
      name: file.inputs[0]?.name ?? 'input',
      size,
      layout: 'nchw',
      channels: 'bgr',
      type: 'float32',
      scale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      fit: 'letterbox-top-left',
      pad: 0,
    };
  },

  labels: () => ['face'],

  decode(outputs, context) {
    const size = inputSize(context.file) ?? { width: 0, height: 0 };
    const faces = strides.flatMap((stride) => decodeStride(outputs, stride, size, context.minScore));
    const kept = nonMaxSuppression(faces, { iouLimit });
    return predictionOf(
      context.source,
      kept.flatMap((face) => faceObject(face, context) ?? []),
    );
  },
};

function decodeStride(
  outputs: ReadonlyMap<string, OutputTensor>,
  stride: number,
  size: Size,
  minScore: number,
): Face[] {
  const cellsX = Math.floor(size.width / stride);
  const cells = cellsX * Math.floor(size.height / stride);
  const read = (part: string, columns: number) => {
    const { data } = floats(outputs, `${part}_${stride}`);
    if (data.length !== cells * columns) {
      throw new RangeError(`YuNet ${part}_${stride}: expected ${cells * columns} values, got ${data.length}`);
    }
    return data;
  };
  const [classScores, objectness, boxes, points] = [read('cls', 1), read('obj', 1), read('bbox', 4), read('kps', 10)];
  const faces: Face[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const score = Math.sqrt(clampScore(classScores[cell]) * clampScore(objectness[cell]));
    if (score < minScore) continue;
    faces.push(faceAt(boxes, points, cell, cell % cellsX, Math.floor(cell / cellsX), stride, score));
  }
  return faces;
}

const clampScore = (value = 0) => Math.min(1, Math.max(0, value));

function faceAt(
  boxes: Float32Array,
  kps: Float32Array,
  cell: number,
  cellX: number,
  cellY: number,
  stride: number,
  score: number,
): Face {
  const at = (index: number) => boxes[cell * 4 + index] ?? 0;
  const cx = (cellX + at(0)) * stride;
  const cy = (cellY + at(1)) * stride;
  const halfWidth = (Math.exp(at(2)) * stride) / 2;
  const halfHeight = (Math.exp(at(3)) * stride) / 2;
  const points = pointLabels.map((_, index) => ({
    x: ((kps[cell * 10 + index * 2] ?? 0) + cellX) * stride,
    y: ((kps[cell * 10 + index * 2 + 1] ?? 0) + cellY) * stride,
  }));
  return { xyxy: [cx - halfWidth, cy - halfHeight, cx + halfWidth, cy + halfHeight], score, classId: 0, points };
}

function faceObject(
  { xyxy, score, points }: Face,
  { source, placement, labels }: DecodeContext,
): PredictedObject | null {
  const object = toObject(toSource(xyxy, placement), source, labels[0] ?? 'face', score);
  if (!object) return null;
  const keyPoints = points.map((point, index) => keyPoint(point, pointLabels[index] ?? '', placement));
  return { ...object, keyPoints: [{ category: '2d-face-points', points: keyPoints }] };
}

/** Points are not clipped: half a face at the edge has its other eye outside, and that is true. */
function keyPoint(
  { x, y }: Point,
  classLabel: string,
  { scaleX, scaleY, offsetX, offsetY }: Placement,
): PredictedKeyPoint {
  return { classLabel, x: roundTo((x - offsetX) / scaleX, 2), y: roundTo((y - offsetY) / scaleY, 2) };
}
