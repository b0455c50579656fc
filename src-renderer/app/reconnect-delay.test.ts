import { expect, it } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay';

it('doubles from attempt to attempt and stops growing at five seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((attempt) => reconnectDelayMs(attempt, 1))).toEqual([
    250, 500, 1_000, 2_000, 4_000, 5_000, 5_000,
  ]);
});

it('is spread over the upper half', () => {
  expect(reconnectDelayMs(3, 0)).toBe(500);
});
