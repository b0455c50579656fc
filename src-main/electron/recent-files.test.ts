import { expect, it } from 'vitest';
import { RecentFiles, withRecent } from './recent-files';

it('puts what was opened in front, once', () => {
  expect(withRecent(['/a', '/b'], ['/b', '/c'])).toEqual(['/b', '/c', '/a']);
});

it('keeps ten', () => {
  const many = Array.from({ length: 30 }, (_, index) => `/${index}`);
  expect(withRecent(['/old'], many)).toEqual(many.slice(0, 10));
});

it('starts anew when what was stored is damaged', () => {
  expect(RecentFiles.parse({ not: 'a list' })).toEqual([]);
});
