import type { InputSpec } from './family';

/** 8-bit pixels, row by row without gaps; 1 channel is grey, 3 are red, green, blue, a further one is not looked at. */
export type RawPixels = {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
};

type Channel = {
  /** Weights of red, green and blue. */
  readonly weights: readonly [number, number, number];
  readonly scale: number;
  readonly offset: number;
};

const luminance = [0.299, 0.587, 0.114] as const;

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
  const linear = (weights: Channel['weights'], at: 0 | 1 | 2): Channel => ({
    weights,
    scale: scale / std[at],
    offset: -mean[at] / std[at],
  });
  const [red, green, blue] = [[1, 0, 0] as const, [0, 1, 0] as const, [0, 0, 1] as const];
  if (channels === 'luminance') return [linear(luminance, 0)];
  const order = channels === 'rgb' ? [red, green, blue] : [blue, green, red];
  return order.map((weights, index) => linear(weights, index as 0 | 1 | 2)); // there are three
}

function fillChannel(
  data: Float32Array | Uint8Array,
  { data: source, width: sourceWidth, height: sourceHeight, channels }: RawPixels,
  spec: InputSpec,
  at: { left: number; top: number; channel: Channel; start: number; step: number },
): void {
  const { width, height } = spec.size;
  const { left, top, start, step } = at;
  const { weights, scale, offset } = at.channel;
  const [red, green, blue] = weights;
  const padding = spec.pad * scale + offset;
  const isColour = channels >= 3;
  const [xFrom, xTo] = [Math.max(0, left), Math.min(width, left + sourceWidth)];
  for (let y = 0; y < height; y += 1) {
    const row = start + y * width * step;
    const isInside = y >= top && y < top + sourceHeight;
    for (let x = 0; x < width; x += 1) {
      if (!isInside || x < xFrom || x >= xTo) data[row + x * step] = padding;
    }
    if (!isInside) continue;
    let from = ((y - top) * sourceWidth + (xFrom - left)) * channels;
    for (let x = xFrom; x < xTo; x += 1, from += channels) {
      const r = source[from] ?? 0;
      const value = isColour ? r * red + (source[from + 1] ?? 0) * green + (source[from + 2] ?? 0) * blue : r;
      data[row + x * step] = value * scale + offset;
    }
  }
}
