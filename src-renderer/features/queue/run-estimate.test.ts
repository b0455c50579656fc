import { describe, expect, it } from 'vitest';
import { aRun } from '#common/contract/run.builder';
import { elapsedOf, estimateRun } from './run-estimate';

describe('estimateRun', () => {
  it('says nothing before enough was measured', () => {
    expect(estimateRun(aRun({ done: 2 }), 5_000)).toBeNull();
    expect(estimateRun(aRun({ startedAtMs: null }), 5_000)).toBeNull();
  });

  it('counts failed pictures as finished ones', () => {
    expect(estimateRun(aRun({ done: 8, failed: 2 }), 6_000)?.ratePerSecond).toBeCloseTo(2);
  });

  it('gives a range around the pace so far, that narrows as more is done', () => {
    const early = estimateRun(aRun({ done: 4 }), 5_000)?.leftMs;
    const late = estimateRun(aRun({ done: 64 }), 65_000)?.leftMs;
    expect(early).toEqual({ low: 48_000, high: 144_000 });
    expect(late?.low).toBeCloseTo(31_500);
    expect(late?.high).toBeCloseTo(40_500);
  });

  it('has nothing left at the end', () => {
    expect(estimateRun(aRun({ done: 100, finishedAtMs: 11_000 }), 99_000)).toEqual({ ratePerSecond: 10, leftMs: null });
  });
});

it('stops the clock of a run that has ended', () => {
  expect(elapsedOf(aRun({ finishedAtMs: 4_000 }), 60_000)).toBe(3_000);
});
