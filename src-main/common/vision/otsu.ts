/**
 * The threshold that parts values best into two groups (Otsu 1979): the variance between the groups is largest.
 *
 * @param values - 0..255
 * @returns The darker group is at most this, the brighter above it; null where all values are the same.
 */
export function otsuThreshold(values: Uint8Array): number | null {
  const counts = new Float64Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let [below, sumBelow, best, threshold] = [0, 0, 0, -1];
  for (let value = 0; value < 255; value += 1) {
    below += counts[value] ?? 0;
    sumBelow += (counts[value] ?? 0) * value;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const apart = sumBelow / below - (total - sumBelow) / above;
    const variance = below * above * apart * apart;
    if (variance > best) [best, threshold] = [variance, value];
  }
  return threshold < 0 ? null : threshold;
}
