import { expect, it } from 'vitest';
import { forecastOf } from './forecast';

const usual = { spent: 0, running: 0, history: [100, 200, 300, 200], restOfDay: 1, restDays: 0 };

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
