import type { InputSpec } from './family';
import type { PlacedPicture } from './picture-placement';
import { BilinearRows, type RawPixels } from './picture-resample';
import type { TensorBuffers, TensorValues } from './tensor-buffers';

/** Where a run of values of one channel goes: from `start`, `step` apart, `count` of them, on a straight line. */
type Target = { readonly start: number; readonly step: number; readonly count: number } & Line;
type Line = { readonly scale: number; readonly offset: number };

/**
 * Resizes pixels and lays them into a model's input tensor in one pass; what they do not cover is padding.
 *
 * Values are rounded to 8 bit before they are scaled, as where the models were trained.
 *
 * @param buffers - where the memory of `data` comes from
 * @returns `data` and its `dims`, `[1, C, H, W]` or `[1, H, W, C]`
 */
export function fillTensor(
  pixels: RawPixels,
  { resized, left, top }: Pick<PlacedPicture, 'resized' | 'left' | 'top'>,
  spec: InputSpec,
  buffers: TensorBuffers,
): { data: TensorValues; dims: number[] } {
  const { width, height } = spec.size;
  const lines = linesOf(spec);
  const isPlanar = spec.layout === 'nchw';
  const [plane, step] = isPlanar ? [width * height, 1] : [1, lines.length];
  const data = buffers.take(spec.type, width * height * lines.length);
  const [xFrom, xTo] = [Math.max(0, left), Math.min(width, left + resized.width)];
  const [yFrom, yTo] = [Math.max(0, top), Math.min(height, top + resized.height)];
  const count = xTo - xFrom;
  if (count < width || yTo - yFrom < height) {
    lines.forEach((line, index) => {
      padPlane(data, { start: index * plane, step, count: width * height, ...line }, spec.pad);
    });
  }
  const rows = new BilinearRows(pixels, resized, { from: xFrom - left, count });
  const isColour = pixels.channels >= 3;
  const order = spec.channels === 'bgr' ? [2, 1, 0] : [0, 1, 2];
  for (let y = yFrom; y < yTo; y += 1) {
    const row = rows.row(y - top);
    const start = (y * width + xFrom) * step;
    for (const [index, line] of lines.entries()) {
      const target = { start: start + index * plane, step, count, ...line };
      if (isColour && spec.channels === 'luminance') writeBrightness(data, target, row);
      else writePlane(data, target, row, isColour ? (order[index] ?? 0) : 0, isColour ? 3 : 1);
    }
  }
  return { data, dims: isPlanar ? [1, lines.length, height, width] : [1, height, width, lines.length] };
}

/** For each channel of the tensor: what becomes of a pixel's 0..255. */
function linesOf({ channels, scale, mean, std }: InputSpec): Line[] {
  const count = channels === 'luminance' ? 1 : 3;
  return Array.from({ length: count }, (_, at) => {
    const deviation = std[at] ?? 1;
    return { scale: scale / deviation, offset: -(mean[at] ?? 0) / deviation };
  });
}

function padPlane(data: TensorValues, { start, step, count, scale, offset }: Target, pad: number): void {
  const padding = pad * scale + offset;
  if (step === 1) data.fill(padding, start, start + count);
  else for (let at = start, end = start + count * step; at < end; at += step) data[at] = padding;
}

/** One channel of a row, `pixelStep` apart in it. */
function writePlane(data: TensorValues, target: Target, row: Uint8Array, channel: number, pixelStep: number): void {
  const { start, step, count, scale, offset } = target;
  for (let x = 0, from = channel, to = start; x < count; x += 1, from += pixelStep, to += step) {
    data[to] = (row[from] ?? 0) * scale + offset;
  }
}

/** ITU-R BT.601, as the training code of most models has it. */
function writeBrightness(data: TensorValues, target: Target, row: Uint8Array): void {
  const { start, step, count, scale, offset } = target;
  for (let x = 0, from = 0, to = start; x < count; x += 1, from += 3, to += step) {
    const value = 0.299 * (row[from] ?? 0) + 0.587 * (row[from + 1] ?? 0) + 0.114 * (row[from + 2] ?? 0);
    data[to] = value * scale + offset;
  }
}
