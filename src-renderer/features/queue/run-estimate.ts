import type { Run } from '#common/contract/runs';

/** Below this many finished pictures a rate says more about the start than about the run. */
const leastForRate = 3;

export type RunEstimate = {
  readonly ratePerSecond: number;
  /** Time to the end, as a range in ms; null when nothing is left. */
  readonly leftMs: { readonly low: number; readonly high: number } | null;
};

/**
 * What a run's own pace so far says about its end; null until enough was measured.
 *
 * The range narrows with the square root of the pictures finished, as the error of a mean does, and never below a tenth.
 *
 * @param nowMs - since 1970; ignored when the run has ended
 */
export function estimateRun(run: Run, nowMs: number): RunEstimate | null {
  const finished = run.done + run.failed;
  const elapsedMs = elapsedOf(run, nowMs);
  if (elapsedMs === null || elapsedMs <= 0 || finished < leastForRate) return null;
  const perPictureMs = elapsedMs / finished;
  const left = run.total - finished;
  const spread = Math.max(0.1, 1 / Math.sqrt(finished));
  return {
    ratePerSecond: 1000 / perPictureMs,
    leftMs: left > 0 ? { low: left * perPictureMs * (1 - spread), high: left * perPictureMs * (1 + spread) } : null,
  };
}

/** How long the run has been at work, in ms; null when it has not begun. */
export function elapsedOf(run: Run, nowMs: number): number | null {
  return run.startedAtMs === null ? null : (run.finishedAtMs ?? nowMs) - run.startedAtMs;
}
