import { expect, it } from 'vitest';
import { parseSegmentRule } from './segment-rule';

it.each([
  ['person>=0.85 for 1s', ['person', 0.85, 1, 0]],
  [' traffic light >= 85% for 0.5 s gap .2s ', ['traffic light', 0.85, 0.5, 0.2]],
  ['a>=b>=1 for 0s', ['a>=b', 1, 0, 0]],
])('reads %s', (text, [classLabel, minConfidence, minSeconds, maxGapSeconds]) =>
  expect(parseSegmentRule(text)).toEqual({ classLabel, minConfidence, minSeconds, maxGapSeconds }),
);

it.each([
  '',
  'person',
  '>=0.5 for 1s',
  'person>=1.5 for 1s',
  'person>=0.5',
  'person>=0.5 for 1.2.3s',
  'person>=. for 1s',
])('refuses “%s”', (text) => expect(() => parseSegmentRule(text)).toThrow('--segments takes a rule such as'));
