import { expect, it } from 'vitest';
import { indexAfterKey } from './row-keys';

it.each([
  { key: 'ArrowDown', from: 3, to: 4 },
  { key: 'ArrowUp', from: 0, to: 0 },
  { key: 'PageDown', from: 3, to: 9 },
  { key: 'PageUp', from: 12, to: 2 },
  { key: 'End', from: 0, to: 9 },
  { key: 'Home', from: 7, to: 0 },
  { key: 'x', from: 3, to: null },
])('$key from $from', ({ key, from, to }) => {
  expect(indexAfterKey(key, from, 10, 10)).toBe(to);
});

it('has nowhere to go in an empty list', () => {
  expect(indexAfterKey('ArrowDown', 0, 0, 5)).toBeNull();
});
