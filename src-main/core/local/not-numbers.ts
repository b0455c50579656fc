import type { OutputTensor } from './family';

/**
 * How many values of a model's outputs are no number. A few cost the boxes that they belong to; a model that gives
 * nothing else is broken, and its silence is not "nothing there".
 *
 * @throws {Error} When an output is nothing but NaN.
 */
export function countNotNumbers(outputs: ReadonlyMap<string, OutputTensor>): number {
  let count = 0;
  for (const [name, { data }] of outputs) {
    if (!(data instanceof Float32Array) || isSumNumber(data)) continue;
    const before = count;
    // A loop over the memory is several times quicker than a callback for each value.
    for (let at = 0; at < data.length; at += 1) if (Number.isNaN(data[at])) count += 1;
    if (data.length > 0 && count - before === data.length) {
      throw new Error(`its output ${name} holds no numbers (${count} values are NaN)`);
    }
  }
  return count;
}

/** A sum is NaN where one of its parts is. Four sums need not wait for each other; infinities make us count, no more. */
function isSumNumber(data: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const end = data.length - (data.length % 4);
  for (let at = 0; at < end; at += 4) {
    a += data[at] ?? 0;
    b += data[at + 1] ?? 0;
    c += data[at + 2] ?? 0;
    d += data[at + 3] ?? 0;
  }
  for (let at = end; at < data.length; at += 1) a += data[at] ?? 0;
  return !Number.isNaN(a + b + c + d);
}
