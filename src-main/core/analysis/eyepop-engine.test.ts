import { expect, it } from 'vitest';
import { canSample, fractionOf } from './eyepop-engine';

it.each([
  [5, '5/1'],
  [2.5, '5/2'],
  [29.97, '2997/100'],
  [1 / 3, '333/1000'],
  [0.0001, '1/1000'],
])('writes %d a second as %s', (perSecond, fraction) => expect(fractionOf(perSecond)).toBe(fraction));

it.each([
  { part: { sampling: { every: 1 }, fromNs: null, toNs: null }, can: true },
  { part: { sampling: { perSecond: 2 }, fromNs: null, toNs: null }, can: true },
  { part: { sampling: { every: 2 }, fromNs: null, toNs: null }, can: false },
  { part: { sampling: { every: 1 }, fromNs: 1, toNs: null }, can: false },
  { part: { sampling: { every: 1 }, fromNs: null, toNs: 1 }, can: false },
])('can look at $part: $can', ({ part, can }) => expect(canSample(part)).toBe(can));
