import { writeOnnx } from '../onnx-writer';

/** Side of the inputs of all models here, in px. */
export const side = 32;
/** Cells of YOLOX's strides 8, 16, 32 over that side. */
const cells = 16 + 4 + 1;

/** A box as the model's head has it: within its input of 32 x 32 px. */
export type HeadBox = {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  readonly classId: number;
  readonly score: number;
};

/** A YOLOX of `classes` classes that finds the same boxes whatever it is shown. */
export function fixedDetector(boxes: readonly HeadBox[], classes: number, over: readonly number[] = []): Uint8Array {
  const columns = 5 + classes;
  const head = new Float32Array(cells * columns);
  boxes.forEach((box, row) => {
    // The first 16 cells are those of stride 8.
    const [cellX, cellY] = [row % 4, Math.floor(row / 4)];
    const values = [box.cx / 8 - cellX, box.cy / 8 - cellY, Math.log(box.width / 8), Math.log(box.height / 8), 1];
    head.set(values, row * columns);
    head[row * columns + 5 + box.classId] = box.score;
  });
  head.set(over);
  return writeOnnx({
    nodes: [
      { op: 'ReduceMean', inputs: ['images'], outputs: ['mean'], attributes: { axes: [1, 2, 3], keepdims: 0 } },
      { op: 'Mul', inputs: ['mean', 'none'], outputs: ['nothing'] },
      { op: 'Add', inputs: ['head', 'nothing'], outputs: ['output'] },
    ],
    inputs: [{ name: 'images', shape: [1, 3, side, side] }],
    outputs: [{ name: 'output', shape: [1, cells, columns] }],
    weights: [
      { name: 'head', shape: [1, cells, columns], data: head },
      { name: 'none', shape: [1], data: Float32Array.of(0) },
    ],
  });
}

/** A detector that gives nothing but NaN. */
export const brokenDetector = (): Uint8Array => fixedDetector([], 1, new Array(cells * 6).fill(Number.NaN));

/** A classifier that says which of red, green and blue there is most of. */
export const colourClassifier = (): Uint8Array =>
  writeOnnx({
    nodes: [
      { op: 'ReduceMean', inputs: ['picture'], outputs: ['means'], attributes: { axes: [2, 3], keepdims: 0 } },
      { op: 'Mul', inputs: ['means', 'ten'], outputs: ['scores'] },
    ],
    inputs: [{ name: 'picture', shape: [1, 3, 8, 8] }],
    outputs: [{ name: 'scores', shape: [1, 3] }],
    weights: [{ name: 'ten', shape: [1], data: Float32Array.of(10) }],
    metadata: { task: 'classify', names: "{0: 'red', 1: 'green', 2: 'blue'}" },
  });
