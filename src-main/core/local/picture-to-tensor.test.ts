import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputSpec } from './family';
import { fillTensor } from './picture-fill';
import { placePicture } from './picture-placement';
import type { RawPixels } from './picture-resample';
import { pictureToTensor } from './picture-to-tensor';
import { TensorBuffers } from './tensor-buffers';

const aSpec = (over: Partial<InputSpec> = {}): InputSpec => ({
  name: 'images',
  size: { width: 2, height: 2 },
  layout: 'nchw',
  channels: 'rgb',
  type: 'float32',
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  fit: 'stretch',
  pad: 114,
  ...over,
});
const { signal } = new AbortController();
const buffers = new TensorBuffers();

describe('placePicture', () => {
  const size = { width: 100, height: 100 };
  it.each([
    { fit: 'letterbox-top-left', source: [200, 100], resized: [100, 50], at: [0, 0] },
    { fit: 'letterbox-centre', source: [200, 100], resized: [100, 50], at: [0, 25] },
    { fit: 'letterbox-centre', source: [50, 100], resized: [50, 100], at: [25, 0] },
    { fit: 'stretch', source: [200, 100], resized: [100, 100], at: [0, 0] },
    { fit: 'crop', source: [200, 100], resized: [200, 100], at: [-50, 0] },
    { fit: 'crop', source: [30, 60], resized: [100, 200], at: [0, -50] },
    { fit: 'letterbox-top-left', source: [10_000, 1], resized: [100, 1], at: [0, 0] },
  ] as const)('$fit of $source', ({ fit, source: [width, height], resized, at }) => {
    const placed = placePicture({ width, height }, { size, fit });
    expect([placed.resized.width, placed.resized.height]).toEqual(resized);
    expect([placed.left, placed.top]).toEqual(at);
    const { scaleX, scaleY, offsetX, offsetY } = placed.placement;
    expect([scaleX * width, scaleY * height]).toEqual(resized);
    expect([offsetX, offsetY]).toEqual(at);
  });
});

describe('fillTensor', () => {
  const asIs = ({ width, height }: RawPixels, left = 0) => ({ resized: { width, height }, left, top: 0 });
  // A red and a blue pixel.
  const pixels = { data: Uint8Array.of(200, 0, 10, 0, 0, 100), width: 2, height: 1, channels: 3 };
  it.each([
    { name: 'planes of RGB', over: {}, expected: [200, 0, 114, 114, 0, 0, 114, 114, 10, 100, 114, 114] },
    {
      name: 'planes of BGR',
      over: { channels: 'bgr' },
      expected: [10, 100, 114, 114, 0, 0, 114, 114, 200, 0, 114, 114],
    },
    { name: 'pixels', over: { layout: 'nhwc' }, expected: [200, 0, 10, 0, 0, 100, 114, 114, 114, 114, 114, 114] },
  ] as const)('lays out $name and pads', ({ over, expected }) => {
    expect([...fillTensor(pixels, asIs(pixels), aSpec(over), buffers).data]).toEqual(expected);
  });

  it('leaves nothing of what was in the memory before', () => {
    const { data } = fillTensor(pixels, asIs(pixels), aSpec(), buffers);
    const expected = data.slice();
    buffers.giveBack(data.fill(9));
    const again = fillTensor(pixels, asIs(pixels), aSpec(), buffers).data;
    expect(again).toBe(data);
    expect(again).toEqual(expected);
    expect(fillTensor(pixels, asIs(pixels), aSpec({ type: 'uint8' }), buffers).data).toBeInstanceOf(Uint8Array);
  });

  it('gives a grey picture three equal channels', () => {
    const grey = { data: Uint8Array.of(7, 9), width: 2, height: 1, channels: 1 };
    const spec = aSpec({ size: { width: 2, height: 1 }, type: 'uint8' });
    expect(fillTensor(grey, asIs(grey), spec, buffers).data).toEqual(Uint8Array.of(7, 9, 7, 9, 7, 9));
  });

  it('scales, shifts and weighs', () => {
    const spec = aSpec({ channels: 'luminance', scale: 0.5, mean: [2, 0, 0], std: [4, 1, 1] });
    const { data, dims } = fillTensor(pixels, asIs(pixels), spec, buffers);
    const expected = [200 * 0.299 + 10 * 0.114, 100 * 0.114, 114, 114].map((value) => (value * 0.5 - 2) / 4);
    expect(dims).toEqual([1, 1, 2, 2]);
    for (const [index, value] of expected.entries()) expect(data[index]).toBeCloseTo(value, 4);
  });

  it('cuts what lies outside', () => {
    const wide = { data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), width: 4, height: 2, channels: 1 };
    expect([...fillTensor(wide, asIs(wide, -1), aSpec({ channels: 'luminance' }), buffers).data]).toEqual([2, 3, 6, 7]);
  });

  const row = (values: readonly number[]) => ({
    data: Uint8Array.from(values),
    width: values.length,
    height: 1,
    channels: 1,
  });
  it.each([
    { name: 'the same size', from: [10, 20, 30], to: 3, expected: [10, 20, 30] },
    { name: 'twice as wide', from: [0, 100], to: 4, expected: [0, 25, 75, 100] },
    { name: 'half as wide', from: [0, 100, 200, 100], to: 2, expected: [50, 150] },
    { name: 'from one pixel', from: [77], to: 3, expected: [77, 77, 77] },
    { name: 'rounded to 8 bit', from: [0, 1, 1, 2], to: 2, expected: [1, 2] },
  ])('resizes: $name', ({ from, to, expected }) => {
    const across = { width: to, height: 1 };
    const flat = aSpec({ channels: 'luminance', size: across });
    expect([...fillTensor(row(from), { resized: across, left: 0, top: 0 }, flat, buffers).data]).toEqual(expected);
    const down = { width: 1, height: to };
    const tall = aSpec({ channels: 'luminance', size: down });
    const column = { ...row(from), width: 1, height: from.length };
    expect([...fillTensor(column, { resized: down, left: 0, top: 0 }, tall, buffers).data]).toEqual(expected);
  });

  it('cuts the middle out of a picture that it makes larger', () => {
    const placed = { resized: { width: 8, height: 2 }, left: -3, top: 0 };
    const spec = aSpec({ channels: 'luminance' });
    // 0, 0, 25, 50, 75, 100 … : of eight columns the fourth and the fifth.
    const { data } = fillTensor(row([0, 50, 100, 150]), placed, spec, buffers);
    expect([...data]).toEqual([63, 88, 63, 88]);
  });
});

describe('pictureToTensor', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'reticle-tensor-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const plain = (background: string, channels: 3 | 4 = 3) =>
    sharp({ create: { width: 8, height: 4, channels, background } });

  it.each([
    { name: 'transparent.png', image: () => plain('#ff000000', 4).png(), colour: [255, 255, 255] },
    { name: 'grey.png', image: () => plain('#646464').toColourspace('b-w').png(), colour: [100, 100, 100] },
    { name: 'deep.png', image: () => plain('#ff8000').toColourspace('rgb16').png(), colour: [255, 128, 0] },
    { name: 'palette.gif', image: () => plain('#00ff00').gif(), colour: [0, 255, 0] },
    { name: 'cmyk.jpg', image: () => plain('#808080').toColourspace('cmyk').jpeg(), colour: [128, 128, 128] },
  ])('reads $name as 8-bit sRGB on white', async ({ name, image, colour }) => {
    const path = join(folder, name);
    await image().toFile(path);
    const { data, dims, source } = await pictureToTensor(path, aSpec({ layout: 'nhwc' }), buffers, signal);
    expect(dims).toEqual([1, 2, 2, 3]);
    expect(source).toEqual({ width: 8, height: 4 });
    for (const at of [0, 1, 2]) expect(Math.abs((data[at] ?? 0) - (colour[at] ?? 0)), name).toBeLessThan(16);
  });

  it('turns a picture as its EXIF says', async () => {
    // Left half black, right half white; turned a quarter clockwise, black is on top.
    const path = join(folder, 'turned.jpg');
    const half = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 32, height: 16, channels: 3, background: '#000' } })
      .composite([{ input: half, left: 16, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(path);
    const { data, source } = await pictureToTensor(path, aSpec({ channels: 'luminance' }), buffers, signal);
    expect(source).toEqual({ width: 16, height: 32 });
    expect([...data].map((value) => value > 128)).toEqual([false, false, true, true]);
  });

  it('brings a large picture down without skipping pixels', async () => {
    // Stripes of one pixel are grey from afar; sampling single pixels would make them black or white.
    const [width, height] = [2048, 16];
    const stripes = Buffer.alloc(width * height, 0).map((_, index) => (index % 2 === 0 ? 255 : 0));
    const path = join(folder, 'stripes.png');
    await sharp(stripes, { raw: { width, height, channels: 1 } })
      .png()
      .toFile(path);
    const { data } = await pictureToTensor(path, aSpec({ channels: 'luminance' }), buffers, signal);
    for (const value of data) expect(Math.abs(value - 127.5)).toBeLessThan(4);
  });
});
