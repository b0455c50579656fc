import { createCanvas } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { annotate } from './annotate';
import { anObject } from './overlay.builder';

function annotated(width: number, height: number) {
  const context = createCanvas(width, height).getContext('2d');
  const objects = [anObject({ x: 50, y: 50, width: 100, height: 50 })];
  annotate(
    context,
    { width, height },
    { source_width: 200, source_height: 150, objects },
    {
      filter: { minConfidence: 0.5, hiddenClasses: new Set() },
      colourMode: 'class',
      formatScore: String,
      createImage: () => createCanvas(1, 1),
    },
  );
  return (x: number, y: number) => context.getImageData(x, y, 1, 1).data[3] ?? 0;
}

it('draws where a track came from, where the frames before are known', () => {
  const alphaAt = (before: number[]) => {
    const context = createCanvas(200, 150).getContext('2d');
    const at = (x: number) => ({
      source_width: 200,
      source_height: 150,
      objects: [anObject({ x, y: 50, width: 20, height: 50, trackId: 1 })],
    });
    const filter = { minConfidence: 0, hiddenClasses: new Set<string>() };
    const createImage = () => createCanvas(1, 1);
    const options = { filter, colourMode: 'class', formatScore: String, createImage, before: before.map(at) } as const;
    annotate(context, { width: 200, height: 150 }, at(150), options);
    return context.getImageData(100, 100, 1, 1).data[3] ?? 0;
  };
  expect(alphaAt([120, 60])).toBeGreaterThan(0);
  expect(alphaAt([])).toBe(0);
});

it('scales the prediction to the picture that it draws on', () => {
  const alphaAt = annotated(400, 300);
  expect(alphaAt(100, 150)).toBeGreaterThan(0);
  expect(alphaAt(300, 150)).toBeGreaterThan(0);
  expect(alphaAt(50, 75)).toBe(0);
});

it('makes lines wider on a large picture, so that they look as on a screen', () => {
  const widthOfLine = (size: number) => {
    const alphaAt = annotated(size, (size * 3) / 4);
    const across = Array.from({ length: 41 }, (_, i) => alphaAt(size / 4 - 20 + i, size * 0.3));
    return across.filter((alpha) => alpha === 255).length;
  };
  expect(widthOfLine(1200)).toBe(2);
  expect(widthOfLine(4800)).toBe(8);
});
