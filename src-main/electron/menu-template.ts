import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { type Language, type TextKey, translate } from '#common/texts/texts';

export type MenuActions = {
  openFiles(): void;
  openFolder(): void;
  openModel(): void;
  openRecent(path: string): void;
  clearRecent(): void;
  showLogs(): void;
};

export type MenuInput = {
  readonly platform: NodeJS.Platform;
  readonly language: Language;
  readonly recent: readonly string[];
  readonly actions: MenuActions;
};

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/**
 * The native menu. Keys that the page handles too are shown but not registered: a person may have changed them there,
 * and they must not fire twice.
 */
export function menuTemplate(input: MenuInput): Item[] {
  const t = (key: TextKey) => translate(input.language, key);
  const isMac = input.platform === 'darwin';
  return [
    ...(isMac ? [appMenu(t)] : []),
    fileMenu(input, t),
    editMenu(t),
    viewMenu(t),
    windowMenu(t, isMac),
    helpMenu(input, t),
  ];
}

type Translate = (key: TextKey) => string;

function appMenu(t: Translate): Item {
  return {
    label: 'Reticle',
    submenu: [
      { role: 'about', label: t('menu.about') },
      line,
      { role: 'hide', label: t('menu.hide') },
      { role: 'hideOthers', label: t('menu.hideOthers') },
      { role: 'unhide', label: t('menu.showAll') },
      line,
      { role: 'quit', label: t('menu.quit') },
    ],
  };
}

function fileMenu({ platform, recent, actions }: MenuInput, t: Translate): Item {
  const shown = (accelerator: string): Item => ({ accelerator, registerAccelerator: false });
  return {
    label: t('menu.file'),
    submenu: [
      { label: t('menu.openFiles'), click: () => actions.openFiles(), ...shown('CmdOrCtrl+O') },
      { label: t('menu.openFolder'), click: () => actions.openFolder(), ...shown('CmdOrCtrl+Shift+O') },
      {
        label: t('menu.recent'),
        enabled: recent.length > 0,
        submenu: [
          ...recent.map(
            (path): Item => ({ label: basename(path), toolTip: path, click: () => actions.openRecent(path) }),
          ),
          line,
          { label: t('menu.clearRecent'), click: () => actions.clearRecent() },
        ],
      },
      line,
      { label: t('menu.openModel'), click: () => actions.openModel() },
      line,
      { role: 'close', label: t('menu.close') },
      ...(platform === 'darwin' ? [] : [{ role: 'quit', label: t('menu.quit') } satisfies Item]),
    ],
  };
}

function editMenu(t: Translate): Item {
  return {
    label: t('menu.edit'),
    submenu: [
      { role: 'undo', label: t('menu.undo') },
      { role: 'redo', label: t('menu.redo') },
      line,
      { role: 'cut', label: t('menu.cut') },
      { role: 'copy', label: t('menu.copy') },
      { role: 'paste', label: t('menu.paste') },
      { role: 'selectAll', label: t('menu.selectAll') },
    ],
  };
}

function viewMenu(t: Translate): Item {
  return {
    label: t('menu.view'),
    submenu: [
      { role: 'reload', label: t('menu.reload') },
      line,
      { role: 'resetZoom', label: t('menu.resetZoom'), accelerator: 'CmdOrCtrl+Alt+0' },
      { role: 'zoomIn', label: t('menu.zoomIn'), accelerator: 'CmdOrCtrl+Alt+Plus' },
      { role: 'zoomOut', label: t('menu.zoomOut'), accelerator: 'CmdOrCtrl+Alt+-' },
      line,
      { role: 'togglefullscreen', label: t('menu.fullScreen') },
    ],
  };
}

function windowMenu(t: Translate, isMac: boolean): Item {
  return {
    label: t('menu.window'),
    ...(isMac && { role: 'window' as const }),
    submenu: [{ role: 'minimize', label: t('menu.minimize') }],
  };
}

function helpMenu({ platform, actions }: MenuInput, t: Translate): Item {
  return {
    label: t('menu.help'),
    role: 'help',
    submenu: [
      { label: t('menu.openLogs'), click: () => actions.showLogs() },
      ...(platform === 'darwin' ? [] : [{ role: 'about', label: t('menu.about') } satisfies Item]),
    ],
  };
}
