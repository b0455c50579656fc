import type { InputSpec } from './family';
import type { PlacedPicture } from './picture-placement';
import { BilinearRows, type RawPixels } from './picture-resample';
import type { TensorBuffers, TensorValues } from './tensor-buffers';

/** One channel of the tensor. A pixel's 0..255 becomes that times `scale` plus `offset`, which a table has ready. */
type Plane = {
  /** The tensor's memory from the channel's first value on. */
  readonly values: TensorValues;
  readonly scale: number;
  readonly offset: number;
  readonly table: TensorValues;
};

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
  const isPlanar = spec.layout === 'nchw';
  const channels = spec.channels === 'luminance' ? 1 : 3;
  const data = buffers.take(spec.type, width * height * channels);
  const planes = planesOf(data, spec);
  const step = isPlanar ? 1 : channels;
  const [xFrom, xTo] = [Math.max(0, left), Math.min(width, left + resized.width)];
  const [yFrom, yTo] = [Math.max(0, top), Math.min(height, top + resized.height)];
  const count = xTo - xFrom;
  // Rows that the picture covers from edge to edge need no padding under them.
  const padded =
    count < width
      ? [[0, height]]
      : [
          [0, yFrom],
          [yTo, height],
        ];
  for (const [from = 0, to = 0] of padded) {
    for (const plane of planes) padPlane(plane, from * width, to * width, step, spec.pad);
  }
  const rows = new BilinearRows(pixels, resized, { from: xFrom - left, count });
  const write = pixels.channels < 3 ? writeGrey : channels === 1 ? writeBrightness : writeColours;
  const ordered = spec.channels === 'bgr' ? planes.toReversed() : planes;
  for (let y = yFrom; y < yTo; y += 1) write(ordered, (y * width + xFrom) * step, step, count, rows.row(y - top));
  return { data, dims: isPlanar ? [1, channels, height, width] : [1, height, width, channels] };
}

function planesOf(data: TensorValues, { size, layout, channels, scale, mean, std }: InputSpec): Plane[] {
  const count = channels === 'luminance' ? 1 : 3;
  return Array.from({ length: count }, (_, at) => {
    const deviation = std[at] ?? 1;
    const [scaled, offset] = [scale / deviation, -(mean[at] ?? 0) / deviation];
    const table = data instanceof Uint8Array ? new Uint8Array(256) : new Float32Array(256);
    for (let pixel = 0; pixel < 256; pixel += 1) table[pixel] = pixel * scaled + offset;
    const values = data.subarray(layout === 'nchw' ? at * size.width * size.height : at);
    return { values, table, scale: scaled, offset };
  });
}

function padPlane({ values, scale, offset }: Plane, from: number, to: number, step: number, pad: number): void {
  const padding = pad * scale + offset;
  if (step === 1) values.fill(padding, from, to);
  else for (let at = from * step, end = to * step; at < end; at += step) values[at] = padding;
}

/** Writes a row of pixels to `place` in the planes, `step` from one to the next. */
type WriteRow = (planes: readonly Plane[], place: number, step: number, count: number, row: Uint8Array) => void;

/** Red, green and blue at once and looked up: with a video this is most of what is done between decoder and model. */
const writeColours: WriteRow = ([red, green, blue], place, step, count, row) => {
  if (!red || !green || !blue) return;
  const [reds, greens, blues] = [red.values, green.values, blue.values];
  const [redOf, greenOf, blueOf] = [red.table, green.table, blue.table];
  for (let from = 0, to = place, end = count * 3; from < end; from += 3, to += step) {
    reds[to] = redOf[row[from] ?? 0] ?? 0;
    greens[to] = greenOf[row[from + 1] ?? 0] ?? 0;
    blues[to] = blueOf[row[from + 2] ?? 0] ?? 0;
  }
};

const writeGrey: WriteRow = (planes, place, step, count, row) => {
  for (const { values, table } of planes) {
    for (let x = 0, to = place; x < count; x += 1, to += step) values[to] = table[row[x] ?? 0] ?? 0;
  }
};

/** ITU-R BT.601, as the training code of most models has it. */
const writeBrightness: WriteRow = ([plane], place, step, count, row) => {
  if (!plane) return;
  const { values, scale, offset } = plane;
  for (let x = 0, from = 0, to = place; x < count; x += 1, from += 3, to += step) {
    const value = 0.299 * (row[from] ?? 0) + 0.587 * (row[from + 1] ?? 0) + 0.114 * (row[from + 2] ?? 0);
    values[to] = value * scale + offset;
  }
};
