import type { Size } from '#common/vision/geometry';

/** 8-bit pixels, row by row without gaps; 1 or 2 channels are grey (and alpha), 3 or 4 are red, green, blue (and alpha). */
export type RawPixels = {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
};

/** Two rows of a picture at their new width, plane after plane, between which a row of the result lies. */
export type SampledRow = {
  readonly upper: Float32Array;
  readonly lower: Float32Array;
  /** How near it is to the lower, 0..1. */
  readonly part: number;
};

type Taps = { readonly first: Int32Array; readonly second: Int32Array; readonly part: Float32Array };
type Row = { values: Float32Array; at: number };

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
  #upper: Row;
  #lower: Row;

  /**
   * @param size - of the result, in px
   * @param columns - which of the result's columns are wanted
   * @param planes - which channels are wanted, in which order
   */
  constructor(
    private readonly pixels: RawPixels,
    size: Size,
    private readonly columns: { readonly from: number; readonly count: number },
    private readonly planes: readonly number[],
  ) {
    this.#columns = taps(pixels.width, size.width, columns, pixels.channels);
    this.#rows = taps(pixels.height, size.height, { from: 0, count: size.height }, 1);
    const length = columns.count * planes.length;
    this.#upper = { values: new Float32Array(length), at: -1 };
    this.#lower = { values: new Float32Array(length), at: -1 };
  }

  /** What a row of the result is blended from; overwritten by the next call. */
  row(y: number): SampledRow {
    const [first, second, part] = [this.#rows.first[y] ?? 0, this.#rows.second[y] ?? 0, this.#rows.part[y] ?? 0];
    // Rows are come to in order: what was the lower one is mostly the upper one now.
    if (this.#lower.at === first) [this.#upper, this.#lower] = [this.#lower, this.#upper];
    this.#widen(first, this.#upper);
    this.#widen(second, this.#lower);
    return { upper: this.#upper.values, lower: this.#lower.values, part };
  }

  #widen(y: number, row: Row): void {
    if (row.at === y) return;
    row.at = y;
    const { width, channels } = this.pixels;
    const { count } = this.columns;
    for (let index = 0; index < this.planes.length; index += 1) {
      // Said to be an integer: the engine else takes the product for a float and the loop over it runs at half speed.
      const from = (y * width * channels + (this.planes[index] ?? 0)) | 0;
      widenPlane(this.pixels.data, from, this.#columns, row.values, index * count, count);
    }
  }
}

/** One channel of one row of the picture, at its new width. */
function widenPlane(
  data: Uint8Array,
  from: number,
  { first, second, part }: Taps,
  values: Float32Array,
  to: number,
  count: number,
): void {
  for (let x = 0; x < count; x += 1) {
    const left = data[from + (first[x] ?? 0)] ?? 0;
    values[to + x] = left + ((data[from + (second[x] ?? 0)] ?? 0) - left) * (part[x] ?? 0);
  }
}

/** For each place in the result: its two neighbours in the source, in steps of `step`, and how near it is to the second. */
function taps(source: number, result: number, { from, count }: { from: number; count: number }, step: number): Taps {
  const [first, second, part] = [new Int32Array(count), new Int32Array(count), new Float32Array(count)];
  for (let index = 0; index < count; index += 1) {
    const place = Math.min(source - 1, Math.max(0, ((from + index + 0.5) * source) / result - 0.5));
    const whole = Math.floor(place);
    first[index] = whole * step;
    second[index] = Math.min(source - 1, whole + 1) * step;
    part[index] = place - whole;
  }
  return { first, second, part };
}
