/** Players round times to microseconds, and some by a whole tick of a millisecond clock. */
const slackNs = 600_000;

/**
 * The frame that is on screen at a media time: the last one that is not later.
 *
 * @param timestampsNs - presentation times in order
 */
export function presentedFrame(timestampsNs: Float64Array, mediaTimeSeconds: number): number {
  const time = mediaTimeSeconds * 1e9 + slackNs;
  let [low, high] = [0, timestampsNs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timestampsNs[middle] ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/**
 * A media time to seek to that shows a frame and no other: the middle of the time it is on screen.
 *
 * @returns seconds
 */
export function timeWithin(timestampsNs: Float64Array, frame: number): number {
  const start = timestampsNs[frame] ?? 0;
  const next = timestampsNs[frame + 1] ?? start + ((timestampsNs[1] ?? 4e7) - (timestampsNs[0] ?? 0));
  // Not far into a long frame: a player that stops at a key frame before would show that one.
  return (start + Math.min((next - start) / 2, 2e7)) / 1e9;
}
