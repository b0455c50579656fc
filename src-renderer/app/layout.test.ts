import { expect, it } from 'vitest';
import { paneLayout } from './layout';

type Case = { name: string; stored: Record<string, number | boolean | string>; isOpen: boolean; widthPx: number };

it.each<Case>([
  { name: 'nothing stored', stored: {}, isOpen: true, widthPx: 240 },
  { name: 'a stored width', stored: { trayWidthPx: 300.4, trayIsOpen: false }, isOpen: false, widthPx: 300 },
  { name: 'a width out of reach', stored: { trayWidthPx: 9_000 }, isOpen: true, widthPx: 420 },
  { name: 'values of another kind', stored: { trayWidthPx: 'wide', trayIsOpen: 1 }, isOpen: true, widthPx: 240 },
])('$name', ({ stored, isOpen, widthPx }) => {
  expect(paneLayout(stored, 'tray')).toMatchObject({ isOpen, widthPx });
});
