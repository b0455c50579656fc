import { describe, expect, it } from 'vitest';
import { line, oneFailed, playwrightCounts, sum, vitestCounts } from './test-counts.mjs';

const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0, testResults: [] };

describe('vitestCounts', () => {
  it('takes over what was counted', () =>
    expect(vitestCounts(vitest, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 }));

  it('counts a file that could not be loaded', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(vitestCounts({ ...vitest, numFailedTests: 0, testResults }, 1).failed).toBe(1);
  });

  it('does not count a failed test twice', () => {
    const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }];
    expect(vitestCounts({ ...vitest, testResults }, 1).failed).toBe(1);
  });

  it('never says all passed when the run ended badly, or said nothing', () => {
    expect(vitestCounts({ ...vitest, numFailedTests: 0 }, 1).failed).toBe(1);
    expect(vitestCounts(null, 0)).toEqual(oneFailed);
  });
});

describe('playwrightCounts', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 0, skipped: 4 };
  it('takes over what was counted', () =>
    expect(playwrightCounts({ stats, errors: [] }, 1)).toEqual({ passed: 3, failed: 1, skipped: 4 }));
  it('counts errors outside tests', () =>
    expect(playwrightCounts({ stats: { ...stats, unexpected: 0 }, errors: [{}] }, 1).failed).toBe(1));
});

it('says it in one line', () =>
  expect(line(sum({ passed: 1, failed: 0, skipped: 2 }, oneFailed))).toBe('1 passed, 1 failed, 2 skipped'));
