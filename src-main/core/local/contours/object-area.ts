import { maskBytes } from '#common/overlay/mask-bits';
import type { PredictedObject } from '#common/prediction/prediction';
import type { Point, Size } from '#common/vision/geometry';
import { otsuThreshold } from '#common/vision/otsu';
import { rasterPolygon } from '#common/vision/raster-polygon';
import type { RawPixels } from '../picture-resample';
import { regionOf } from '../pop/region';

/** The pixels of an object as a mask over a rectangle of the picture. */
export type ObjectArea = Size & {
  /** `[height, width]`, 0 and 1. */
  readonly mask: Uint8Array;
  /** Source px of the mask's top left corner, and of one of its pixels. */
  readonly origin: Point;
  readonly pixel: Size;
};

/** Gives the pixels of a rectangle of the picture, not larger than asked for by much. */
export type PixelsOf = (
  region: Size & { readonly cx: number; readonly cy: number },
  needed: Size,
) => Promise<RawPixels>;

/** Longest side of a mask that is made here, in px. */
const maxSide = 512;

/**
 * What belongs to an object: by its mask, or else within its contours or outline, or else what stands out in its box:
 * of the two groups of brightness (Otsu) the one that is less of the box's rim.
 *
 * @param margin - px of the source around the box that the mask has room for
 * @returns Null where there is nothing: an empty box, one outside of the picture, or one of a single colour.
 */
export async function objectArea(
  object: PredictedObject,
  source: Size,
  margin: number,
  pixelsOf: PixelsOf,
): Promise<ObjectArea | null> {
  if (object.mask) return fromMask(object, margin);
  if (ringsOf(object).length > 0) return fromRings(object, margin);
  return fromPixels(object, source, margin, pixelsOf);
}

/** The outlines that an object came with, outer ones and holes alike. */
export function ringsOf({ contours, outline }: PredictedObject): (readonly Point[])[] {
  if (contours?.length) return contours.flatMap(({ points, cutouts }) => [points, ...(cutouts ?? [])]);
  return outline?.length ? [outline] : [];
}

function fromMask(object: PredictedObject, margin: number): ObjectArea | null {
  if (!object.mask) return null;
  const { width, height, stride } = object.mask;
  if (width < 1 || height < 1 || object.width <= 0 || object.height <= 0) return null;
  const bytes = maskBytes(object.mask);
  const bits = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      bits[y * width + x] = ((bytes[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    }
  }
  const pixel = { width: object.width / width, height: object.height / height };
  return withMargin({ mask: bits, width, height, origin: { x: object.x, y: object.y }, pixel }, margin);
}

function fromRings(object: PredictedObject, margin: number): ObjectArea | null {
  const rings = ringsOf(object);
  const points = rings.flat();
  const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const [wide, tall] = [right - left, bottom - top];
  if (!(wide > 0 && tall > 0)) return null;
  const side = Math.max(1, Math.max(wide, tall) / maxSide);
  const size = { width: Math.max(1, Math.ceil(wide / side)), height: Math.max(1, Math.ceil(tall / side)) };
  const local = rings.map((ring) => ring.map(({ x, y }) => ({ x: (x - left) / side, y: (y - top) / side })));
  const mask = rasterPolygon(local, size);
  return withMargin({ mask, ...size, origin: { x: left, y: top }, pixel: { width: side, height: side } }, margin);
}

async function fromPixels(
  object: PredictedObject,
  source: Size,
  margin: number,
  pixelsOf: PixelsOf,
): Promise<ObjectArea | null> {
  const region = regionOf({ ...object, orientation: 0 }, null, source);
  if (!region) return null;
  const side = Math.max(1, Math.max(region.width, region.height) / maxSide);
  const pixels = await pixelsOf(region, {
    width: Math.max(1, Math.round(region.width / side)),
    height: Math.max(1, Math.round(region.height / side)),
  });
  const mask = standingOut(pixels);
  const { width, height } = pixels;
  const origin = { x: region.cx - region.width / 2, y: region.cy - region.height / 2 };
  const pixel = { width: region.width / width, height: region.height / height };
  return mask && withMargin({ mask, width, height, origin, pixel }, margin);
}

function standingOut({ data, width, height, channels }: RawPixels): Uint8Array | null {
  const grey = Uint8Array.from({ length: width * height }, (_, at) => {
    const from = at * channels;
    if (channels < 3) return data[from] ?? 0;
    // Luma of ITU-R BT.601.
    return 0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0);
  });
  const threshold = otsuThreshold(grey);
  if (threshold === null) return null;
  const isRim = (at: number) => {
    const x = at % width;
    return at < width || at >= width * (height - 1) || x === 0 || x === width - 1;
  };
  const brightness = grey.map((value) => (value > threshold ? 1 : 0));
  const rim = brightness.filter((_, at) => isRim(at));
  const isBrightAround = rim.reduce((sum, value) => sum + value, 0) * 2 > rim.length;
  return isBrightAround ? brightness.map((value) => 1 - value) : brightness;
}

/** With room around, so that a mask can grow, and one pixel more: at a border there is nothing to erode from. */
function withMargin(area: ObjectArea, marginPx: number): ObjectArea {
  const columns = 1 + Math.ceil(marginPx / area.pixel.width);
  const rows = 1 + Math.ceil(marginPx / area.pixel.height);
  const [width, height] = [area.width + 2 * columns, area.height + 2 * rows];
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < area.height; y += 1) {
    mask.set(area.mask.subarray(y * area.width, (y + 1) * area.width), (y + rows) * width + columns);
  }
  const origin = { x: area.origin.x - columns * area.pixel.width, y: area.origin.y - rows * area.pixel.height };
  return { ...area, mask, width, height, origin };
}
