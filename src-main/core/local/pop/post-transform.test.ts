import { describe, expect, it } from 'vitest';
import { postTransform } from './post-transform';

const prediction = {
  source_width: 10,
  source_height: 20,
  timestamp: 5,
  seconds: 5e-9,
  objects: [
    { classLabel: 'car', confidence: 0.9, x: 1, y: 2, width: 3, height: 4 },
    { classLabel: 'cat', confidence: 0.4, x: 1, y: 2, width: 3, height: 4 },
  ],
};
const transform = (expression: string, limitMs = 2000) => postTransform(expression, limitMs)(prediction);

describe('postTransform', () => {
  it('may change the prediction', async () => {
    const made = await transform('$merge([$, {"objects": [objects[confidence > 0.5]]}])');
    expect(made).toEqual({ ...prediction, objects: [prediction.objects[0]] });
  });

  it.each([
    { expression: '$count(objects)', transformed: 2 },
    { expression: 'objects.classLabel', transformed: ['car', 'cat'] },
    { expression: '{"cars": $count(objects[classLabel = "car"])}', transformed: { cars: 1 } },
    { expression: 'nothing.of.this', transformed: null },
  ])('lays what is no prediction beside it: $expression', async ({ expression, transformed }) => {
    expect(await transform(expression)).toEqual({
      source_width: 10,
      source_height: 20,
      timestamp: 5,
      seconds: 5e-9,
      transformed,
    });
  });

  it('refuses what is no JSONata before anything runs', () => {
    expect(() => postTransform('objects[', 2000)).toThrow(
      expect.objectContaining({ code: 'POP_TRANSFORM', params: { reason: expect.stringMatching(/\w/) } }),
    );
  });

  it.each([
    { name: 'fails', expression: '$number("many")', reason: /Unable to cast/ },
    {
      name: 'calls itself without end',
      expression: '($f := function($n) { 1 + $f($n) }; $f(1))',
      reason: /calls itself/,
    },
    {
      name: 'goes on for ever',
      expression: '($f := function($n) { $f($n + 1) }; $f(1))',
      reason: /longer than 0\.05 s/,
    },
  ])('tells why an expression that $name ended', async ({ expression, reason }) => {
    await expect(transform(expression, 50)).rejects.toMatchObject({
      code: 'POP_TRANSFORM',
      params: { reason: expect.stringMatching(reason) },
    });
  });
});
