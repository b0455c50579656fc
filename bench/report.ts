/** One measured line: our figure, the peer's or limit's from the same run, their ratio and what we want of it. */
export type Line = {
  readonly what: string;
  readonly oursMs: number;
  readonly peer: string;
  readonly peerMs: number;
  /** How the ratio is meant: ours/peer at most, or peer/ours at least. */
  readonly bar: { readonly atMost: number } | { readonly atLeast: number };
};

/** Prints a line, and whether the bar is met; nothing is asserted, since machines differ and are shared. */
export function report({ what, oursMs, peer, peerMs, bar }: Line): void {
  const isCost = 'atMost' in bar;
  const ratio = isCost ? oursMs / peerMs : peerMs / oursMs;
  const isMet = isCost ? ratio <= bar.atMost : ratio >= bar.atLeast;
  const wanted = isCost ? `≤ ${bar.atMost} of` : `≥ ${bar.atLeast} ×`;
  console.log(
    `${what}: ${oursMs.toFixed(2)} ms; ${peer}: ${peerMs.toFixed(2)} ms; ratio ${ratio.toFixed(2)} (${wanted} peer: ${isMet ? 'met' : 'MISSED'})`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds of each of `times` calls, after `warmUps` that do not count. */
export async function timeEach(times: number, warmUps: number, work: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let i = -warmUps; i < times; i += 1) {
    const start = performance.now();
    await work();
    if (i >= 0) found.push(performance.now() - start);
  }
  return found;
}
