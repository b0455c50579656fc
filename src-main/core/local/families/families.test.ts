import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { regionsModel } from '../../../../scripts/models/regions-graph';
import type { Family, ModelFile, OutputTensor, Placement } from '../family';
import { readOnnxFile } from '../onnx-file';
import { type OnnxModel, writeOnnx } from '../onnx-writer';
import { recogniseFamily } from './all-families';
import { probabilities } from './classification';
import { parseImageSize, parseNames } from './ultralytics-metadata';

const folder = mkdtempSync(join(tmpdir(), 'reticle-families-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const noSignal = new AbortController().signal;
const asIs: Placement = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 };
let count = 0;

async function open(model: OnnxModel): Promise<{ file: ModelFile; family: Family; path: string }> {
  count += 1;
  const path = join(folder, `${count}.onnx`);
  writeFileSync(path, writeOnnx(model));
  const file = await readOnnxFile(path, noSignal);
  return { file, family: recogniseFamily(file, `${count}.onnx`), path };
}

async function run(path: string, name: string, dims: number[], data: Float32Array): Promise<Map<string, OutputTensor>> {
  const session = await InferenceSession.create(path);
  const outputs = await session.run({ [name]: new Tensor('float32', data, dims) });
  await session.release();
  return new Map(
    Object.entries(outputs).map(([key, tensor]) => [key, { dims: tensor.dims, data: tensor.data as Float32Array }]),
  ); // all outputs here are float32
}

/** A head whose output is what the test says: the picture times nothing, plus the given values. */
function constantModel(
  side: number,
  shape: number[],
  values: Float32Array,
  metadata: Record<string, string>,
): OnnxModel {
  return {
    nodes: [
      { op: 'ReduceMean', inputs: ['images'], outputs: ['mean'], attributes: { keepdims: 0 } },
      { op: 'Mul', inputs: ['mean', 'zero'], outputs: ['nothing'] },
      { op: 'Add', inputs: ['values', 'nothing'], outputs: ['output0'] },
    ],
    inputs: [{ name: 'images', shape: [1, 3, side, side] }],
    outputs: [{ name: 'output0', shape }],
    weights: [
      { name: 'zero', shape: [1], data: Float32Array.of(0) },
      { name: 'values', shape, data: values },
    ],
    metadata,
  };
}

const names = { task: 'detect', names: "{0: 'cat', 1: \"driver's dog\"}" };
// An input of 32 px has 16 + 4 + 1 = 21 cells.
const cells = 21;

describe('image embedding', () => {
  it('gives the vector, and is told from a classifier by what it calls itself', async () => {
    const values = Float32Array.from({ length: 16 }, (_, index) => index / 8);
    const { family, file, path } = await open(constantModel(32, [1, 16], values, { task: 'reid' }));
    expect(family.id).toBe('embedding');
    const outputs = await run(path, 'images', [1, 3, 32, 32], new Float32Array(3 * 32 * 32));
    const context = { source: { width: 9, height: 9 }, placement: asIs, labels: [], minScore: 0, file };
    expect(family.decode(outputs, context)).toMatchObject({ objects: [], embeddings: [{ embedding: [...values] }] });
    expect((await open(constantModel(32, [1, 16], values, {}))).family.id).toBe('classification');
  });
});

describe('Ultralytics YOLO detect', () => {
  it('reads a v8 head: columns of boxes, class by class', async () => {
    const values = new Float32Array(6 * cells);
    // Cell 3: centre 16, 12, size 8 x 4, class 1 at 0.75; cell 4 nearly the same, weaker.
    for (const [cell, score] of [
      [3, 0.75],
      [4, 0.5],
    ] as const) {
      for (const [row, value] of [16, 12, 8, 4, 0.1, score].entries()) values[row * cells + cell] = value;
    }
    const { family, file, path } = await open(constantModel(32, [1, 6, cells], values, names));
    expect(family.id).toBe('yolo-detect');
    expect(family.labels(file)).toEqual(['cat', "driver's dog"]);
    const outputs = await run(path, 'images', [1, 3, 32, 32], new Float32Array(3 * 32 * 32));
    const placement = { scaleX: 0.5, scaleY: 0.5, offsetX: 0, offsetY: 4 };
    const context = { source: { width: 64, height: 48 }, placement, labels: family.labels(file), minScore: 0.3, file };
    expect(family.decode(outputs, context).objects).toEqual([
      { classLabel: "driver's dog", confidence: 0.75, x: 24, y: 12, width: 16, height: 8 },
    ]);
  });

  it('reads a v5 head: rows with objectness', async () => {
    const values = new Float32Array(3 * cells * 7);
    values.set([10, 10, 4, 6, 0.8, 0.5, 0.1], 7 * 40);
    const { family, file, path } = await open(constantModel(32, [1, 3 * cells, 7], values, names));
    const outputs = await run(path, 'images', [1, 3, 32, 32], new Float32Array(3 * 32 * 32));
    const context = {
      source: { width: 32, height: 32 },
      placement: asIs,
      labels: family.labels(file),
      minScore: 0.3,
      file,
    };
    expect(family.decode(outputs, context).objects).toEqual([
      { classLabel: 'cat', confidence: 0.4, x: 8, y: 7, width: 4, height: 6 },
    ]);
  });

  it('leaves other tasks alone', async () => {
    const model = constantModel(32, [1, 6, cells], new Float32Array(6 * cells), { ...names, task: 'pose' });
    await expect(open(model)).rejects.toThrow(/We do not know the family of .*output output0 float32\[1, 6, 21\]/);
  });

  it.each([
    ["{0: 'a', 1: 'b'}", ['a', 'b']],
    ["['a', 'b']", ['a', 'b']],
    ['{"0": "a", "1": "b, c"}', ['a', 'b, c']],
    ["{0: 'it\\'s'}", ["it's"]],
    ["{0: 'a', 2: 'c'}", null],
    ["{0: __import__('os')}", null],
    ['', null],
    [undefined, null],
  ])('reads names from %s', (text, expected) => expect(parseNames(text)).toEqual(expected));

  it.each([
    ['[480, 640]', { width: 640, height: 480 }],
    ['320', { width: 320, height: 320 }],
    ['[0, 0]', null],
    ['big', null],
  ])('reads the size %s', (text, expected) => expect(parseImageSize(text)).toEqual(expected));
});

describe('recogniseFamily', () => {
  const head = new Float32Array(6 * cells);
  const withInput = (input: OnnxModel['inputs'][number], metadata: Record<string, string>): OnnxModel => ({
    ...constantModel(32, [1, 6, cells], head, metadata),
    inputs: [input],
  });
  const dynamic = { name: 'images', shape: ['batch', 3, 'height', 'width'] };

  it('takes sides that are open when the metadata tell the size', async () => {
    const { family, file } = await open(withInput(dynamic, { ...names, imgsz: '[32, 32]' }));
    expect(family.input(file).size).toEqual({ width: 32, height: 32 });
  });

  it('counts the cells of stride 64 where the metadata tell of it', async () => {
    const shape = [1, 6, 64 + 16 + 4 + 1];
    const model = (metadata: Record<string, string>) => constantModel(64, shape, new Float32Array(6 * 85), metadata);
    expect((await open(model({ ...names, stride: '64' }))).family.id).toBe('yolo-detect');
    await expect(open(model(names))).rejects.toMatchObject({ code: 'MODEL_UNKNOWN_FAMILY' });
  });

  it.each<[string, OnnxModel]>([
    ['sides that are open and nowhere told', withInput(dynamic, names)],
    ['a picture of other numbers', withInput({ name: 'images', shape: [1, 3, 32, 32], type: 'uint8' }, names)],
    ['four pictures at once', withInput({ name: 'images', shape: [4, 3, 32, 32] }, names)],
    ['our own family with open sides', { ...regionsModel, inputs: [{ name: 'picture', shape: [1, 3, 'h', 'w'] }] }],
  ])('refuses %s, and says what it saw', async (_, model) => {
    await expect(open(model)).rejects.toMatchObject({
      code: 'MODEL_UNKNOWN_FAMILY',
      params: {
        seen: expect.stringMatching(/^input (images|picture) (float32|uint8)\[/),
        known: expect.stringContaining('YOLOX'),
      },
    });
  });
});

describe('classification', () => {
  it('turns logits into probabilities, best first, and asks for the middle of the picture', async () => {
    const { family, file, path } = await open(constantModel(8, [1, 3], Float32Array.of(1, 3, 2), {}));
    expect(family.id).toBe('classification');
    expect(family.input(file)).toMatchObject({ fit: 'crop', channels: 'rgb', size: { width: 8, height: 8 } });
    const outputs = await run(path, 'images', [1, 3, 8, 8], new Float32Array(3 * 64));
    const context = {
      source: { width: 9, height: 9 },
      placement: asIs,
      labels: family.labels(file),
      minScore: 0.1,
      file,
    };
    expect(family.decode(outputs, context).classes).toEqual([
      { classLabel: 'class 1', confidence: 0.6652 },
      { classLabel: 'class 2', confidence: 0.2447 },
    ]);
  });

  it('leaves probabilities as they are', () => {
    const values = Float32Array.of(0.25, 0.75);
    expect(probabilities(values)).toBe(values);
    expect([...probabilities(Float32Array.of(1000, 1000))]).toEqual([0.5, 0.5]);
  });
});

describe('regions', () => {
  const modelFolder = resolve('resources', 'models', 'regions');

  it('is the very file that the script builds', () => {
    const bytes = writeOnnx(regionsModel);
    expect(readFileSync(join(modelFolder, 'model.onnx')).equals(bytes)).toBe(true);
    const about = JSON.parse(readFileSync(join(modelFolder, 'model.json'), 'utf8'));
    expect(about.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('outlines two discs on a plain ground, and nothing in the padding', async () => {
    const { family, file, path } = await open(regionsModel);
    const side = 384;
    const data = new Float32Array(3 * side * side).fill(114);
    const discs = [
      { x: 100, y: 90, r: 30 },
      { x: 280, y: 110, r: 20 },
    ];
    for (let y = 0; y < 200; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const isIn = discs.some((disc) => Math.hypot(x - disc.x, y - disc.y) <= disc.r);
        for (let c = 0; c < 3; c += 1) data[c * side * side + y * side + x] = isIn ? 230 : 40;
      }
    }
    const outputs = await run(path, 'picture', [1, 3, side, side], data);
    const placement = { ...asIs, scaleX: 0.5, scaleY: 0.5 };
    const context = { source: { width: 768, height: 400 }, placement, labels: ['region'], minScore: 0.05, file };
    const objects = family.decode(outputs, context).objects ?? [];
    expect(objects).toHaveLength(2);
    for (const disc of discs) {
      const found = objects.find((object) => Math.abs(object.x + object.width / 2 - disc.x * 2) < 6);
      // Two px of the model, which are four of the picture, on each side: a disc of r covers 2 r + 1 px of the model.
      expect(Math.abs((found?.width ?? 0) - (disc.r * 4 + 2))).toBeLessThanOrEqual(8);
      expect(Math.abs((found?.height ?? 0) - (disc.r * 4 + 2))).toBeLessThanOrEqual(8);
      expect(found?.contours?.[0]?.cutouts).toEqual([]);
      const share = Number(found?.area) / (Math.PI * (disc.r * 2 + 1) ** 2);
      expect(Math.abs(share - 1)).toBeLessThan(0.05);
    }
  });

  it('says nothing of a picture of one colour', async () => {
    const { family, file, path } = await open(regionsModel);
    const outputs = await run(path, 'picture', [1, 3, 384, 384], new Float32Array(3 * 384 * 384).fill(90));
    const context = { source: { width: 384, height: 384 }, placement: asIs, labels: ['region'], minScore: 0.05, file };
    expect(family.decode(outputs, context).objects).toEqual([]);
  });
});
