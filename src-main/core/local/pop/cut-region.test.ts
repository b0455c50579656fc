import { describe, expect, it } from 'vitest';
import type { RawPixels } from '../picture-resample';
import { cutRegion } from './cut-region';

/** A picture in which each pixel says where it is: red its column, green its row. */
const coordinates = (width: number, height: number): RawPixels => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return index % 3 === 0 ? pixel % width : index % 3 === 1 ? Math.floor(pixel / width) : 7;
  }),
  width,
  height,
  channels: 3,
});
const at = ({ data, width }: RawPixels, x: number, y: number) => [...data.subarray((y * width + x) * 3).subarray(0, 2)];

describe('cutRegion', () => {
  const picture = coordinates(60, 40);
  const asLarge = { width: 1000, height: 1000 };

  it('gives the whole picture as it is', async () => {
    expect(await cutRegion(picture, null, asLarge)).toBe(picture);
  });

  it('cuts whole pixels', async () => {
    const region = { cx: 20, cy: 12, width: 10, height: 4, angleDegrees: 0 };
    const cut = await cutRegion(picture, region, asLarge);
    expect([cut.width, cut.height, cut.channels]).toEqual([10, 4, 3]);
    expect(at(cut, 0, 0)).toEqual([15, 10]);
    expect(at(cut, 9, 3)).toEqual([24, 13]);
  });

  it.each([
    { angleDegrees: 90, first: [21, 7], last: [18, 16] },
    { angleDegrees: 180, first: [24, 13], last: [15, 10] },
    { angleDegrees: -90, first: [18, 16], last: [21, 7] },
  ])('turns by $angleDegrees° without blurring', async ({ angleDegrees, first, last }) => {
    const cut = await cutRegion(picture, { cx: 20, cy: 12, width: 10, height: 4, angleDegrees }, asLarge);
    expect([cut.width, cut.height]).toEqual([10, 4]);
    expect(at(cut, 0, 0)).toEqual(first);
    expect(at(cut, 9, 3)).toEqual(last);
  });

  it('pads with grey what a turned region has over the edge', async () => {
    const cut = await cutRegion(picture, { cx: 0, cy: 0, width: 10, height: 10, angleDegrees: 45 }, asLarge);
    expect(at(cut, 0, 9)).toEqual([114, 114]);
    expect(at(cut, 5, 0)).toEqual([114, 114]);
    expect(at(cut, 7, 5)[0]).toBeLessThan(5);
  });

  it('brings a large region down without skipping pixels', async () => {
    const stripes = { ...coordinates(256, 64), data: new Uint8Array(256 * 64 * 3) };
    stripes.data.forEach((_, index) => {
      stripes.data[index] = Math.floor(index / 3) % 2 === 0 ? 255 : 0;
    });
    for (const region of [null, { cx: 128, cy: 32, width: 200, height: 64, angleDegrees: 0 }]) {
      const cut = await cutRegion(stripes, region, { width: 16, height: 16 });
      expect(cut.width).toBeLessThan(100);
      for (const value of cut.data) expect(Math.abs(value - 127.5)).toBeLessThan(4);
    }
  });
});
