import { describe, expect, it } from 'vitest';
import type { ContourFinderComponent } from '#common/pop/pop';
import type { PredictedObject } from '#common/prediction/prediction';
import type { Point } from '#common/vision/geometry';
import { polygonArea } from '#common/vision/polygon-area';
import type { RawPixels } from '../picture-resample';
import { findComponents } from './find-components';
import { contourArea, findContours } from './find-contours';

const source = { width: 200, height: 100 };
const noPixels = () => Promise.reject(new Error('its pixels are not needed'));

/** A mask drawn with characters, one bit a pixel. */
function withMask(rows: readonly string[], box: Partial<PredictedObject> = {}): PredictedObject {
  const width = rows[0]?.length ?? 0;
  const stride = Math.ceil(width / 8);
  const bytes = Buffer.alloc(stride * rows.length);
  rows.forEach((row, y) => {
    [...row].forEach((char, x) => {
      const at = y * stride + (x >> 3);
      if (char === '#') bytes[at] = (bytes[at] ?? 0) | (128 >> (x & 7));
    });
  });
  const mask = { bitmap: bytes.toString('base64'), width, height: rows.length, stride };
  return {
    classLabel: 'thing',
    confidence: 0.7,
    x: 10,
    y: 20,
    width: 10 * width,
    height: 10 * rows.length,
    mask,
    ...box,
  };
}
const ring = withMask(['####', '#..#', '####']);
const two = withMask(['##..##', '##..##', '......']);

describe('findContours', () => {
  it('follows every pixel of a mask, in source px, holes cut out', async () => {
    const [found] = await findContours([ring], { contourType: 'all_pixels' }, source, noPixels);
    expect(found?.contours).toHaveLength(1);
    const [contour] = found?.contours ?? [];
    expect(contour && contourArea(contour)).toBe(100 * (12 - 2));
    expect(contour?.points).toContainEqual({ x: 10, y: 20 });
    expect(contour?.cutouts?.[0]).toContainEqual({ x: 20, y: 30 });
  });

  it.each([
    ['polygon', 1000],
    ['convex_hull', 1200],
    ['rectangle', 1200],
  ] as const)('as a %s', async (contourType, area) => {
    const [found] = await findContours([ring], { contourType }, source, noPixels);
    expect(found?.contours?.map(contourArea)).toEqual([area]);
  });

  it.each(['circle', 'triangle'] as const)('as a %s that holds everything', async (contourType) => {
    const [found] = await findContours([ring], { contourType }, source, noPixels);
    expect(found?.contours).toHaveLength(1);
    expect(contourArea(found?.contours?.[0] ?? { points: [] })).toBeGreaterThan(1200);
  });

  describe('in a squeezed mask, of which a px is 3 x 1 in the picture', () => {
    const inSqueezed = async (
      contourType: ContourFinderComponent['contourType'],
      isInside: (dx: number, dy: number) => boolean,
    ) => {
      const rows = Array.from({ length: 100 }, (_, y) =>
        Array.from({ length: 100 }, (_, x) => (isInside(3 * (x + 0.5) - 150, y + 0.5 - 50) ? '#' : '.')).join(''),
      );
      const object = withMask(rows, { x: 0, y: 0, width: 300, height: 100 });
      const size = { width: 300, height: 100 };
      const [found] = await findContours([object], { contourType }, size, noPixels);
      const [every] = await findContours([object], { contourType: 'all_pixels' }, size, noPixels);
      return { contours: found?.contours ?? [], pixels: every?.contours?.[0]?.points ?? [] };
    };
    const turned = (dx: number, dy: number) =>
      Math.abs(0.87 * dx + 0.5 * dy) < 70 && Math.abs(-0.5 * dx + 0.87 * dy) < 12;
    const extent = (points: readonly Point[], of: (point: Point) => number) =>
      Math.max(...points.map(of)) - Math.min(...points.map(of));

    it('a rectangle has right angles', async () => {
      const { contours } = await inSqueezed('rectangle', turned);
      const [a, b, , d] = contours[0]?.points ?? [];
      if (!a || !b || !d) throw new Error('no rectangle');
      const dot = (b.x - a.x) * (d.x - a.x) + (b.y - a.y) * (d.y - a.y);
      expect(Math.abs(dot / Math.hypot(b.x - a.x, b.y - a.y) / Math.hypot(d.x - a.x, d.y - a.y))).toBeLessThan(0.01);
    });

    it('a circle is round, and holds every corner of every pixel', async () => {
      const { contours, pixels } = await inSqueezed('circle', turned);
      const points = contours[0]?.points ?? [];
      const wide = extent(points, ({ x }) => x);
      expect(wide / extent(points, ({ y }) => y)).toBeCloseTo(1, 1);
      for (const { x, y } of pixels) {
        points.forEach((a, index) => {
          const b = points[(index + 1) % points.length] ?? a;
          const off = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / Math.hypot(b.x - a.x, b.y - a.y);
          // Corners are rounded to hundredths of a pixel.
          expect(off).toBeGreaterThan(-0.02);
        });
      }
    });

    it('a disc is one Hough circle of its size', async () => {
      const { contours } = await inSqueezed('hough_circles', (dx, dy) => Math.hypot(dx, dy) < 40);
      expect(contours).toHaveLength(1);
      expect(Math.abs(extent(contours[0]?.points ?? [], ({ x }) => x) - 80)).toBeLessThan(5);
      expect(Math.abs(extent(contours[0]?.points ?? [], ({ y }) => y) - 80)).toBeLessThan(5);
    });
  });

  it('leaves out what is smaller than asked for, and old contours with it', async () => {
    const object = { ...two, contours: [{ points: [{ x: 0, y: 0 }] }] };
    const [all] = await findContours([object], { contourType: 'polygon' }, source, noPixels);
    expect(all?.contours).toHaveLength(2);
    const [none] = await findContours([object], { contourType: 'polygon', areaThreshold: 0.03 }, source, noPixels);
    expect(none).not.toHaveProperty('contours');
  });

  it('goes by the outlines that an object came with', async () => {
    const points = [
      { x: 10, y: 10 },
      { x: 60, y: 10 },
      { x: 60, y: 40 },
      { x: 10, y: 40 },
    ];
    const object = { classLabel: 'a', x: 10, y: 10, width: 50, height: 30, contours: [{ points }] };
    const [found] = await findContours([object], { contourType: 'polygon' }, source, noPixels);
    expect(found?.contours?.map(contourArea)).toEqual([1500]);
  });

  it('looks at the pixels of a box that came with nothing: what stands out from the rim', async () => {
    const looked: unknown[] = [];
    const pixelsOf = async (region: object): Promise<RawPixels> => {
      looked.push(region);
      const data = Uint8Array.from({ length: 40 * 40 }, (_, at) =>
        Math.hypot((at % 40) - 19.5, Math.floor(at / 40) - 19.5) < 12 ? 30 : 200,
      );
      return { data, width: 40, height: 40, channels: 1 };
    };
    const box = { classLabel: 'a', x: 50, y: 30, width: 40, height: 40 };
    const [found] = await findContours([box], { contourType: 'polygon' }, source, pixelsOf);
    expect(looked).toMatchObject([{ cx: 70, cy: 50, width: 40, height: 40 }]);
    const area = polygonArea(found?.contours?.[0]?.points ?? []);
    expect(Math.abs(area - Math.PI * 144)).toBeLessThan(30);
  });

  it('has nothing to say of a box outside of the picture, without an area, or of one colour', async () => {
    const plain = async (): Promise<RawPixels> => ({ data: new Uint8Array(4), width: 2, height: 2, channels: 1 });
    const boxes = [
      { classLabel: 'a', x: 500, y: 0, width: 5, height: 5 },
      { classLabel: 'a', x: 5, y: 5, width: 0, height: 5 },
      { classLabel: 'a', x: Number.NaN, y: 5, width: 5, height: 5 },
      { classLabel: 'a', x: 5, y: 5, width: 2, height: 2 },
    ];
    expect(await findContours(boxes, {}, source, plain)).toEqual(boxes);
  });
});

describe('findComponents', () => {
  it('parts an object into what hangs together, under a label of its own', async () => {
    const pieces = await findComponents(two, { componentClassLabel: 'piece' }, source, noPixels);
    expect(pieces).toMatchObject([
      { classLabel: 'piece', confidence: 0.7, x: 10, y: 20, width: 20, height: 20 },
      { classLabel: 'piece', x: 50, y: 20, width: 20, height: 20 },
    ]);
    expect(pieces.map(({ contours }) => contours?.length)).toEqual([1, 1]);
  });

  it('joins what is near by dilating, and gives back the size by eroding as much', async () => {
    const [joined, ...more] = await findComponents(two, { dilate: 10, erode: 10 }, source, noPixels);
    expect(more).toEqual([]);
    expect(joined).toMatchObject({ x: 10, y: 20, width: 60, height: 20 });
  });

  it('grows as far up and down as to the sides, whatever the shape of a pixel', async () => {
    const dot = withMask(['...', '.#.', '...'], { x: 50, y: 50, width: 18, height: 6 });
    const [grown] = await findComponents(dot, { dilate: 6 }, source, noPixels);
    expect(grown).toMatchObject({ x: 50, y: 46, width: 18, height: 14 });
  });

  it('erodes what is thin to nothing', async () => {
    expect(await findComponents(two, { erode: 10 }, source, noPixels)).toEqual([]);
  });
});
