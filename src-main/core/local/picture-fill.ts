import type { InputSpec } from './family';

/** 8-bit pixels, row by row without gaps; 1 channel is grey, 3 are red, green, blue, a further one is not looked at. */
export type RawPixels = {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
};

type Channel = {
  /** Which of a pixel's values it is; its brightness where there is none. */
  readonly pick: 0 | 1 | 2 | null;
  readonly scale: number;
  readonly offset: number;
};

/**
 * Lays pixels into a model's input tensor; what they do not cover is padding.
 *
 * @param left - where the pixels' left edge lies in the input, in model px; negative cuts
 * @returns `data` and its `dims`, `[1, C, H, W]` or `[1, H, W, C]`
 */
export function fillTensor(
  pixels: RawPixels,
  spec: InputSpec,
  left: number,
  top: number,
): { data: Float32Array | Uint8Array; dims: number[] } {
  const { width, height } = spec.size;
  const channels = channelsOf(spec);
  const count = channels.length;
  const data =
    spec.type === 'uint8' ? new Uint8Array(width * height * count) : new Float32Array(width * height * count);
  const isPlanar = spec.layout === 'nchw';
  channels.forEach((channel, index) => {
    const start = isPlanar ? index * width * height : index;
    fillChannel(data, pixels, spec, { left, top, channel, start, step: isPlanar ? 1 : count });
  });
  return { data, dims: isPlanar ? [1, count, height, width] : [1, height, width, count] };
}

function channelsOf({ channels, scale, mean, std }: InputSpec): Channel[] {
  const linear = (pick: Channel['pick'], at: 0 | 1 | 2): Channel => ({
    pick,
    scale: scale / std[at],
    offset: -mean[at] / std[at],
  });
  if (channels === 'luminance') return [linear(null, 0)];
  return channels === 'rgb' ? [linear(0, 0), linear(1, 1), linear(2, 2)] : [linear(2, 0), linear(1, 1), linear(0, 2)];
}

function fillChannel(
  data: Float32Array | Uint8Array,
  pixels: RawPixels,
  spec: InputSpec,
  at: { left: number; top: number; channel: Channel; start: number; step: number },
): void {
  const { width, height } = spec.size;
  const { left, top, start, step } = at;
  const { pick, scale, offset } = at.channel;
  const padding = spec.pad * scale + offset;
  const isGrey = pixels.channels < 3;
  const source = pick === null && !isGrey ? brightness(pixels) : pixels.data;
  const stride = pick === null && !isGrey ? 1 : pixels.channels;
  const first = isGrey ? 0 : (pick ?? 0);
  const [xFrom, xTo] = [Math.max(0, left), Math.min(width, left + pixels.width)];
  const isCovered = xFrom === 0 && xTo === width;
  for (let y = 0; y < height; y += 1) {
    const row = start + y * width * step;
    const isInside = y >= top && y < top + pixels.height;
    if (!isInside || !isCovered) for (let x = 0; x < width; x += 1) data[row + x * step] = padding;
    if (!isInside) continue;
    let from = ((y - top) * pixels.width + (xFrom - left)) * stride + first;
    for (let to = row + xFrom * step; to < row + xTo * step; to += step, from += stride) {
      data[to] = (source[from] ?? 0) * scale + offset;
    }
  }
}

/** ITU-R BT.601, as the training code of most models has it. */
function brightness({ data, width, height, channels }: RawPixels): Float32Array {
  const result = new Float32Array(width * height);
  for (let at = 0, from = 0; at < result.length; at += 1, from += channels) {
    result[at] = 0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0);
  }
  return result;
}
