import { expect, it } from 'vitest';
import { seconds } from './seconds';

it.each([
  ['1', 1],
  [' 0,5 ', 0.5],
  ['.25', 0.25],
  ['', null],
  ['-1', null],
  ['1.2.3', null],
  ['soon', null],
])('reads “%s” as %s', (text, value) => expect(seconds(text)).toBe(value));
