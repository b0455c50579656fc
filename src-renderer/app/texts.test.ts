import { describe, expect, it } from 'vitest';
import { languageFor, textsFor } from './texts';

describe('languageFor', () => {
  it.each([
    { chosen: 'fr', system: ['en-US'], language: 'fr' },
    { chosen: 'system', system: ['de-DE', 'fr-CA', 'en'], language: 'fr' },
    { chosen: 'system', system: ['de-DE'], language: 'en' },
    { chosen: 'system', system: [], language: 'en' },
    { chosen: 'nonsense', system: ['fr'], language: 'fr' },
  ])('$chosen with $system gives $language', ({ chosen, system, language }) => {
    expect(languageFor(chosen, system)).toBe(language);
  });
});

it('counts as the language does', () => {
  const [english, french] = [textsFor('en'), textsFor('fr')];
  expect([0, 1, 1_234].map((count) => english.tCount('tray.count', count))).toEqual([
    '0 pictures',
    '1 picture',
    '1,234 pictures',
  ]);
  expect([0, 1, 2].map((count) => french.tCount('tray.count', count))).toEqual(['0 image', '1 image', '2 images']);
});

it('words an error from its code and params', () => {
  const error = { code: 'MEDIA_EMPTY' as const, userMessage: 'unused', params: { name: 'a.png' } };
  expect(textsFor('en').errorText(error)).toBe('a.png is empty (0 bytes).');
});

it('writes sizes and times with their units', () => {
  const { formatBytes, formatDuration } = textsFor('en');
  expect([0, 999, 3_660_000, 142_000_000].map(formatBytes)).toEqual(['0 byte', '999 byte', '3.7 MB', '142 MB']);
  expect([8.44, 84, 1_630, 45_000, 150_000, 3_700_000].map(formatDuration)).toEqual([
    '8.4 ms',
    '84 ms',
    '1.6 sec',
    '45 sec',
    '3 min',
    '1 hr 2 min',
  ]);
});
