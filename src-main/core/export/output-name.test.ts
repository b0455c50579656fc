import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OutputPlan } from '#common/contract/runs';
import { commonFolder, outputName } from './output-name';

const plan = (over: Partial<OutputPlan> = {}): OutputPlan => ({
  folder: '/out',
  nameTemplate: '{name}',
  mirrorsTree: true,
  ifExists: 'number',
  records: true,
  annotated: false,
  ...over,
});
const input = { path: join('/in', 'a', 'b', 'cat.jpg'), folder: join('/in', 'a', 'b'), number: 7 };
const day = new Date('2026-11-21T23:30:00Z');

describe('outputName', () => {
  it.each([
    ['mirrors the tree below the folder of all inputs', {}, join('a', 'b', 'cat')],
    ['lays all side by side', { mirrorsTree: false }, 'cat'],
    [
      'fills the template',
      { mirrorsTree: false, nameTemplate: '{date} {n} {name}.{ext} {model} {what}' },
      '2026-11-21 00007 cat.jpg Big_Model {what}',
    ],
    ['has no way out of the folder', { mirrorsTree: false, nameTemplate: '../../{name}' }, '.._.._cat'],
    ['is never empty', { mirrorsTree: false, nameTemplate: '..' }, 'unnamed'],
  ])('%s', (_, over, wanted) => {
    expect(outputName(plan(over), '/in', input, 'Big/Model', day)).toBe(wanted);
  });

  it('lays what has no place in the tree at its foot', () => {
    expect(outputName(plan(), '/in', { ...input, folder: '' }, 'm', day)).toBe('cat');
    expect(outputName(plan(), '/in/x', input, 'm', day)).toBe('cat');
  });
});

it('finds the folder that holds all', () => {
  expect(commonFolder([join('/in', 'a', 'b'), join('/in', 'a'), '', join('/in', 'ab')])).toBe('/in');
  expect(commonFolder([join('/in', 'a')])).toBe(join('/in', 'a'));
  expect(commonFolder(['', ''])).toBe('');
});
