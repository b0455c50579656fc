import type { Size } from '#common/vision/geometry';

/** 8-bit pixels, row by row without gaps; 1 or 2 channels are grey (and alpha), 3 or 4 are red, green, blue (and alpha). */
export type RawPixels = {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
};

type Taps = { readonly first: Int32Array; readonly second: Int32Array; readonly part: Int32Array };

/** Weights are whole numbers of this unit: integers are blended at twice the speed of floats, and exactly enough. */
const weightBits = 11;
const one = 1 << weightBits;
const half = 1 << (2 * weightBits - 1);

/**
 * Samples a picture at another size, row by row: plain bilinear with pixel centres at halves, which is what the models
 * were trained with. sharp's own kernels blur or shift a little, enough to move a weak score by 0.15 (measured on the
 * `coins` picture).
 *
 * A side under half of the picture's would skip pixels, so the picture is to be shrunk before.
 */
export class BilinearRows {
  readonly #columns: Taps;
  readonly #rows: Taps;
  readonly #blended: Int32Array;
  readonly #row: Uint8Array;
  readonly #isColour: boolean;
  /** Pixels that are at their size already are handed on as they lie. */
  readonly #isExact: boolean;

  /**
   * @param size - of the result, in px
   * @param columns - which of the result's columns are wanted
   */
  constructor(
    private readonly pixels: RawPixels,
    size: Size,
    private readonly columns: { readonly from: number; readonly count: number },
  ) {
    this.#isColour = pixels.channels >= 3;
    const { width, height, channels } = pixels;
    this.#isExact = width === size.width && height === size.height && (channels === 3 || channels === 1);
    this.#columns = taps(pixels.width, size.width, columns, pixels.channels);
    this.#rows = taps(pixels.height, size.height, { from: 0, count: size.height }, pixels.width * pixels.channels);
    this.#blended = new Int32Array(pixels.width * pixels.channels);
    this.#row = new Uint8Array(columns.count * (this.#isColour ? 3 : 1));
  }

  /** A row of the result, rounded to 8 bit: red, green, blue by turns, or grey; overwritten by the next call. */
  row(y: number): Uint8Array {
    if (this.#isExact) {
      const { data, width, channels } = this.pixels;
      const start = (y * width + this.columns.from) * channels;
      return data.subarray(start, start + this.columns.count * channels);
    }
    const [first, second, part] = [this.#rows.first[y] ?? 0, this.#rows.second[y] ?? 0, this.#rows.part[y] ?? 0];
    blendRows(this.pixels.data, first, second, part, this.#blended);
    const sample = this.#isColour ? sampleColour : sampleGrey;
    sample(this.#blended, this.#columns, this.#row, this.columns.count);
    return this.#row;
  }
}

/** Two rows of the picture, `part` of the way from the first to the second. */
function blendRows(data: Uint8Array, first: number, second: number, part: number, blended: Int32Array): void {
  const rest = one - part;
  for (let at = 0, end = blended.length; at < end; at += 1) {
    blended[at] = Math.imul(data[first + at] ?? 0, rest) + Math.imul(data[second + at] ?? 0, part);
  }
}

/** The three channels in one go: where to look and how to weigh is the same for them. */
function sampleColour(from: Int32Array, { first, second, part }: Taps, row: Uint8Array, count: number): void {
  for (let x = 0, to = 0; x < count; x += 1, to += 3) {
    const [left, right, weight] = [first[x] ?? 0, second[x] ?? 0, part[x] ?? 0];
    const rest = one - weight;
    row[to] = blend(from[left] ?? 0, rest, from[right] ?? 0, weight);
    row[to + 1] = blend(from[left + 1] ?? 0, rest, from[right + 1] ?? 0, weight);
    row[to + 2] = blend(from[left + 2] ?? 0, rest, from[right + 2] ?? 0, weight);
  }
}

function sampleGrey(from: Int32Array, { first, second, part }: Taps, row: Uint8Array, count: number): void {
  for (let x = 0; x < count; x += 1) {
    const weight = part[x] ?? 0;
    row[x] = blend(from[first[x] ?? 0] ?? 0, one - weight, from[second[x] ?? 0] ?? 0, weight);
  }
}

function blend(left: number, leftWeight: number, right: number, rightWeight: number): number {
  return (Math.imul(left, leftWeight) + Math.imul(right, rightWeight) + half) >> (2 * weightBits);
}

/** For each place in the result: its two neighbours in the source, in steps of `step`, and how near it is to the second. */
function taps(source: number, result: number, { from, count }: { from: number; count: number }, step: number): Taps {
  const [first, second, part] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  for (let index = 0; index < count; index += 1) {
    const place = Math.min(source - 1, Math.max(0, ((from + index + 0.5) * source) / result - 0.5));
    const whole = Math.floor(place);
    first[index] = whole * step;
    second[index] = Math.min(source - 1, whole + 1) * step;
    part[index] = Math.round((place - whole) * one);
  }
  return { first, second, part };
}
