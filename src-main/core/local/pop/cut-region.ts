import sharp from 'sharp';
import type { Size } from '#common/vision/geometry';
import type { RawPixels } from '../picture-resample';
import { type Region, toSourcePoint } from './region';

/** Grey where a turned region reaches over the picture's edge, as models are trained to see padding. */
const outside = 114;

/**
 * The pixels of a region of a picture (all of it where that is null), halved as often as they stay no smaller than
 * needed: sampling at a side under half of theirs would skip pixels.
 *
 * @param pixels - the whole picture
 * @param needed - what the result is to be resampled to
 */
export async function cutRegion(pixels: RawPixels, region: Region | null, needed: Size): Promise<RawPixels> {
  const shown = region ?? pixels;
  const halvings = Math.floor(Math.log2(Math.min(shown.width / needed.width, shown.height / needed.height)));
  const isTurned = region !== null && region.angleDegrees !== 0;
  if (!region && halvings <= 0) return pixels;
  const from = isTurned ? turned(pixels, region) : pixels;
  const { width, height, channels } = from;
  // sharp's type names the four counts that raw pixels can have.
  let image = sharp(from.data, { raw: { width, height, channels: channels as 1 | 2 | 3 | 4 } });
  if (region && !isTurned) {
    const [left, top] = [Math.round(region.cx - region.width / 2), Math.round(region.cy - region.height / 2)];
    image = image.extract({ left, top, width: region.width, height: region.height });
  }
  if (halvings > 0) {
    const side = (length: number) => Math.ceil(length / 2 ** halvings);
    image = image.resize(side(shown.width), side(shown.height), { fit: 'fill', kernel: 'linear' });
  }
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** A turned region at one pixel for one of the source, bilinear with pixel centres at halves. */
function turned(pixels: RawPixels, region: Region): RawPixels {
  const { width, height } = region;
  const { channels } = pixels;
  const data = new Uint8Array(width * height * channels);
  const origin = toSourcePoint({ x: 0.5, y: 0.5 }, region);
  const right = toSourcePoint({ x: 1.5, y: 0.5 }, region);
  const below = toSourcePoint({ x: 0.5, y: 1.5 }, region);
  const [stepX, stepY] = [right.x - origin.x, right.y - origin.y];
  for (let row = 0, to = 0; row < height; row += 1) {
    let x = origin.x + (below.x - origin.x) * row - 0.5;
    let y = origin.y + (below.y - origin.y) * row - 0.5;
    for (let column = 0; column < width; column += 1, to += channels, x += stepX, y += stepY) {
      writePixel(data, to, pixels, x, y);
    }
  }
  return { data, width, height, channels };
}

function writePixel(data: Uint8Array, to: number, pixels: RawPixels, x: number, y: number): void {
  const { width, height, channels, data: from } = pixels;
  if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) {
    data.fill(outside, to, to + channels);
    return;
  }
  const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const [partX, partY] = [Math.max(0, x - left), Math.max(0, y - top)];
  for (let channel = 0; channel < channels; channel += 1) {
    const at = (column: number, row: number) => from[(row * width + column) * channels + channel] ?? 0;
    const upper = at(left, top) + (at(right, top) - at(left, top)) * partX;
    const lower = at(left, bottom) + (at(right, bottom) - at(left, bottom)) * partX;
    data[to + channel] = Math.round(upper + (lower - upper) * partY);
  }
}
