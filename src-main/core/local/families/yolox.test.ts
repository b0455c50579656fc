import { describe, expect, it } from 'vitest';
import type { DecodeContext, ModelFile, OutputTensor } from '../family';
import { yolox } from './yolox';

// A 32 x 32 input has 16 + 4 + 1 = 21 cells; with two classes a row has 7 columns.
const file: ModelFile = {
  inputs: [{ name: 'images', type: 'float32', shape: [1, 3, 32, 32] }],
  outputs: [{ name: 'output', type: 'float32', shape: [1, 21, 7] }],
  metadata: {},
};

const aContext = (over: Partial<DecodeContext> = {}): DecodeContext => ({
  source: { width: 64, height: 64 },
  placement: { scaleX: 0.5, scaleY: 0.5, offsetX: 0, offsetY: 0 },
  labels: ['cat', 'dog'],
  minScore: 0.3,
  file,
  ...over,
});

function outputWith(rows: Record<number, number[]>): ReadonlyMap<string, OutputTensor> {
  const data = new Float32Array(21 * 7);
  for (const [row, values] of Object.entries(rows)) data.set(values, Number(row) * 7);
  return new Map([['output', { dims: [1, 21, 7], data }]]);
}

describe('yolox', () => {
  it('recognises its own shape and no other', () => {
    expect(yolox.recognises(file)).toBe(true);
    const with20 = { ...file, outputs: [{ name: 'output', type: 'float32', shape: [1, 20, 7] }] };
    expect(yolox.recognises(with20)).toBe(false);
    expect(yolox.recognises({ ...file, metadata: { names: '{}' } })).toBe(false);
  });

  it('decodes a cell of the coarse grid into source pixels', () => {
    // Cell 20 is the only one of stride 32: centre (0.5 * 32), size exp(ln 0.5) * 32 = 16 model px = 32 source px.
    const rows = { 20: [0.5, 0.5, Math.log(0.5), Math.log(0.5), 0.9, 0.1, 0.8] };
    const { objects } = yolox.decode(outputWith(rows), aContext());
    expect(objects).toEqual([{ classLabel: 'dog', confidence: 0.72, x: 16, y: 16, width: 32, height: 32 }]);
  });

  it('counts cells row by row within a stride', () => {
    // Cell 5 of the 4 x 4 grid of stride 8 is column 1, row 1: its corner lies at 8, 8.
    const rows = { 5: [0.5, 0.5, 0, 0, 1, 1, 0] };
    const { objects } = yolox.decode(outputWith(rows), aContext());
    expect(objects).toEqual([{ classLabel: 'cat', confidence: 1, x: 16, y: 16, width: 16, height: 16 }]);
  });

  it('drops what is under the score, clips to the picture and suppresses doubles', () => {
    const rows = {
      0: [0, 0, 1, 1, 0.9, 0.9, 0],
      1: [-1, 0, 1, 1, 0.8, 0.9, 0],
      20: [0.5, 0.5, 0, 0, 0.9, 0.2, 0.1],
    };
    const { objects } = yolox.decode(outputWith(rows), aContext());
    expect(objects).toHaveLength(1);
    expect(objects?.[0]).toMatchObject({ x: 0, y: 0, confidence: 0.81 });
  });

  it('says what came when the output has another shape', () => {
    const output = new Map([['output', { dims: [1, 3, 7], data: new Float32Array(21) }]]);
    expect(() => yolox.decode(output, aContext())).toThrow('expected [1, 21, 5 + classes], got [1,3,7]');
  });
});
