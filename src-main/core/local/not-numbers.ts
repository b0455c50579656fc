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
    if (!(data instanceof Float32Array)) continue;
    const before = count;
    // A loop over the memory is several times quicker than a callback for each value.
    for (let at = 0; at < data.length; at += 1) if (Number.isNaN(data[at])) count += 1;
    if (data.length > 0 && count - before === data.length) {
      throw new Error(`its output ${name} holds no numbers (${count} values are NaN)`);
    }
  }
  return count;
}
