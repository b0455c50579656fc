/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

export const noCounts = { passed: 0, failed: 0, skipped: 0 };
/** A stage that has no tests to count and failed. */
export const oneFailed = { passed: 0, failed: 1, skipped: 0 };

export const sum = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/**
 * What vitest's JSON report says. A file that could not even be loaded counts as one failed.
 *
 * @param report - null when it wrote none
 * @param {number} exitCode
 * @returns {Counts}
 */
export function vitestCounts(report, exitCode) {
  if (!report) return oneFailed;
  const lost = (report.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + lost.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
  return honest(counts, exitCode);
}

/**
 * What Playwright's JSON report says. Errors outside a test count as one failed each.
 *
 * @returns {Counts}
 */
export function playwrightCounts(report, exitCode) {
  if (!report) return oneFailed;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const counts = { passed: expected, failed: unexpected + flaky + (report.errors?.length ?? 0), skipped };
  return honest(counts, exitCode);
}

/** A run that ended badly never counts as all passed: something outside the tests went wrong. */
function honest(counts, exitCode) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export const line = (counts) => `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
