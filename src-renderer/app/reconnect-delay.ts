const firstMs = 250;
const longestMs = 5_000;

/**
 * How long to wait before attempt `attempt` (from 1): doubling up to 5 s, spread over the upper half so that many tabs do
 * not come back at once.
 *
 * @param random - 0..1
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return ceiling * (0.5 + random / 2);
}
