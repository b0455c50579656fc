import type { ItemFailure } from '#common/contract/runs';

export type FailureGroup = {
  readonly code: ItemFailure['error']['code'];
  readonly failures: readonly ItemFailure[];
};

/** Failures by cause, the commonest cause first. */
export function groupFailures(failures: readonly ItemFailure[]): FailureGroup[] {
  const byCode = Map.groupBy(failures, (failure) => failure.error.code);
  return [...byCode]
    .map(([code, inGroup]) => ({ code, failures: inGroup }))
    .sort((a, b) => b.failures.length - a.failures.length);
}
