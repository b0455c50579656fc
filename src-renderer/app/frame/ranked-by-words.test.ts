import { expect, it } from 'vitest';
import { rankedByWords } from './ranked-by-words';

const titles = ['Open files', 'Open folder', 'Reset layout', 'Préférences', 'Reopen file'];
const search = (typed: string) => rankedByWords(titles, typed, (title) => title);

it.each([
  { typed: '', found: titles },
  { typed: 'open', found: ['Open files', 'Open folder', 'Reopen file'] },
  { typed: 'fold open', found: ['Open folder'] },
  { typed: 'pref', found: ['Préférences'] },
  { typed: 'zzz', found: [] },
])('finds by "$typed"', ({ typed, found }) => {
  expect(search(typed)).toEqual(found);
});
