import type { PredictedObject, Prediction } from '#common/prediction/prediction';
import { clipBox } from '#common/vision/clip';
import type { Size, Xyxy } from '#common/vision/geometry';
import type { OutputTensor, Placement } from '../family';

/** The values of a float output, or an error that says what came instead. */
export function floats(
  outputs: ReadonlyMap<string, OutputTensor>,
  name: string,
): { data: Float32Array; dims: readonly number[] } {
  const tensor = outputs.get(name);
  if (!(tensor?.data instanceof Float32Array)) {
    throw new TypeError(`output ${name}: expected float32, got ${tensor?.data.constructor.name ?? 'nothing'}`);
  }
  return { data: tensor.data, dims: tensor.dims };
}

/** From model px to source px. */
export function toSource([x1, y1, x2, y2]: Xyxy, { scaleX, scaleY, offsetX, offsetY }: Placement): Xyxy {
  return [(x1 - offsetX) / scaleX, (y1 - offsetY) / scaleY, (x2 - offsetX) / scaleX, (y2 - offsetY) / scaleY];
}

/** A box as an object of a prediction, clipped to the picture; null where nothing of it is left. */
export function toObject(boxInSource: Xyxy, source: Size, classLabel: string, score: number): PredictedObject | null {
  const [x1, y1, x2, y2] = clipBox(boxInSource, source);
  if (x2 <= x1 || y2 <= y1) return null;
  return {
    classLabel,
    confidence: roundTo(score, 4),
    x: roundTo(x1, 2),
    y: roundTo(y1, 2),
    width: roundTo(x2 - x1, 2),
    height: roundTo(y2 - y1, 2),
  };
}

export function predictionOf(source: Size, objects: PredictedObject[]): Prediction {
  return { source_width: source.width, source_height: source.height, objects };
}

/** Two decimals of a pixel are more than any model knows, and half the bytes to store. */
export function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
