import { expect, it } from 'vitest';
import { daysThatCount, forecastOf } from './forecast';

const usual = { spent: 0, running: 0, history: [100, 200, 300, 200], restOfDay: 1, restDays: 0, most: null };

it.each([
  { name: 'nothing, where nothing is known', input: { ...usual, history: [] }, expected: 0 },
  { name: 'the mean day, at its beginning', input: usual, expected: 200 },
  { name: 'what was spent, at its end', input: { ...usual, spent: 340, restOfDay: 0 }, expected: 340 },
  { name: 'what runs, where that is more than usual', input: { ...usual, spent: 50, running: 400 }, expected: 450 },
  { name: 'mean days to come', input: { ...usual, spent: 1000, restOfDay: 0.5, restDays: 10 }, expected: 3100 },
])('expects $name', ({ input, expected }) => {
  const forecast = forecastOf(input);
  expect(forecast.expected).toBe(expected);
  expect(forecast.low).toBeGreaterThanOrEqual(input.spent);
  expect(forecast.low).toBeLessThanOrEqual(expected);
  expect(forecast.high).toBeGreaterThanOrEqual(expected);
});

it('is sure of what cannot change, and less sure of days that differ', () => {
  const width = (history: number[]) => {
    const { low, high } = forecastOf({ ...usual, history });
    return high - low;
  };
  expect(width([200, 200, 200])).toBe(0);
  expect(width([100, 300, 200])).toBeGreaterThan(width([190, 210, 200]));
  const { low, high } = forecastOf({ ...usual, spent: 70, restOfDay: 0 });
  expect([low, high]).toEqual([70, 70]);
});

it('knows that hard caps hold', () => {
  expect(forecastOf({ ...usual, spent: 50, most: 120 })).toEqual({ low: 120, expected: 120, high: 120 });
  // More was spent than they allow: that is so.
  expect(forecastOf({ ...usual, spent: 500, most: 120 })).toEqual({ low: 500, expected: 500, high: 500 });
});

it('leaves out days on which the cap of their month was used up', () => {
  const days = [
    { day: '2026-01-30', minor: 900 },
    { day: '2026-01-31', minor: 0 },
    { day: '2026-02-01', minor: 0 },
    { day: '2026-02-02', minor: 995 },
    { day: '2026-02-03', minor: 0 },
  ];
  expect(daysThatCount(days, 900).map(({ day }) => day)).toEqual(['2026-01-30', '2026-02-01', '2026-02-02']);
  expect(daysThatCount(days, null)).toEqual(days);
});
