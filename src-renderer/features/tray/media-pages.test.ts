import { expect, it } from 'vitest';
import { pageSize, pagesOfRows } from './media-pages';

it.each([
  { name: 'one page', rows: [0, 20], pages: [0] },
  { name: 'the last row of a page and the first of the next', rows: [pageSize - 1, pageSize], pages: [0, 1] },
  { name: 'nothing on screen yet', rows: [0, -1], pages: [0] },
  { name: 'far down', rows: [9_950, 9_990], pages: [99] },
])('$name', ({ rows: [first, last], pages }) => {
  expect(pagesOfRows(first ?? 0, last ?? 0)).toEqual(pages);
});
