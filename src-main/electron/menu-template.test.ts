import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { type MenuInput, menuTemplate } from './menu-template';

const anInput = (over: Partial<MenuInput> = {}): MenuInput => ({
  platform: 'linux',
  language: 'en',
  recent: [],
  actions: {
    openFiles: vi.fn(),
    openFolder: vi.fn(),
    openModel: vi.fn(),
    openRecent: vi.fn(),
    clearRecent: vi.fn(),
    showLogs: vi.fn(),
  },
  ...over,
});

type Item = MenuItemConstructorOptions;
const below = (item: Item | undefined): Item[] => (Array.isArray(item?.submenu) ? item.submenu : []);
const everything = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...everything(below(item))]);
const named = (items: readonly Item[], label: string) => everything(items).find((item) => item.label === label);
/** Electron passes what a menu entry of ours has no use for. */
const click = (item: Item | undefined) => (item?.click as unknown as (() => void) | undefined)?.();

describe('menuTemplate', () => {
  it.each(['linux', 'darwin', 'win32'] as const)('has a name for every entry and no key twice on %s', (platform) => {
    const items = everything(menuTemplate(anInput({ platform, recent: ['/a.jpg'] })));
    for (const item of items) if (item.type !== 'separator') expect(item.label).toBeTruthy();
    const keys = items.map((item) => item.accelerator).filter((key) => key !== undefined);
    expect(new Set(keys).size).toBe(keys.length);
    expect(items.filter((item) => item.role === 'quit')).toHaveLength(1);
  });

  it('speaks French', () =>
    expect(menuTemplate(anInput({ language: 'fr' })).map((item) => item.label)).toEqual([
      'Fichier',
      'Édition',
      'Affichage',
      'Fenêtre',
      'Aide',
    ]));

  it('does what it says', () => {
    const input = anInput({ recent: ['/photos/a.jpg'] });
    const items = menuTemplate(input);
    click(named(items, 'Open files…'));
    click(named(items, 'a.jpg'));
    expect(input.actions.openFiles).toHaveBeenCalledOnce();
    expect(input.actions.openRecent).toHaveBeenCalledWith('/photos/a.jpg');
  });

  it('offers no recent files when there are none', () =>
    expect(named(menuTemplate(anInput()), 'Open recent')?.enabled).toBe(false));

  it('shows keys that the page handles without registering them', () => {
    const keyed = everything(menuTemplate(anInput())).filter((item) => item.accelerator?.toString().endsWith('O'));
    expect(keyed).toHaveLength(2);
    for (const item of keyed) expect(item.registerAccelerator).toBe(false);
  });
});
