import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { pictureExtensions, videoExtensions } from '#common/media-extensions';
import { translate } from '#common/texts/texts';
import type { Dialogs } from '../core/host';
import type { MenuInput } from './menu-template';

/** What each kind of dialog lets a person choose. */
export function openDialogOptions(
  what: 'files' | 'folder' | 'model',
  language: MenuInput['language'],
): OpenDialogOptions {
  if (what === 'folder') return { properties: ['openDirectory', 'multiSelections'] };
  const filters =
    what === 'model'
      ? [{ name: 'ONNX', extensions: ['onnx'] }]
      : [
          { name: translate(language, 'menu.pictures'), extensions: [...pictureExtensions, ...videoExtensions] },
          { name: '*', extensions: ['*'] },
        ];
  return { properties: what === 'model' ? ['openFile'] : ['openFile', 'multiSelections'], filters };
}

/** The system's own dialogs, over our window. */
export function nativeDialogs(language: () => MenuInput['language'], onPicked: (paths: string[]) => void): Dialogs {
  return {
    async pick(what) {
      const options = openDialogOptions(what, language());
      const parent = BrowserWindow.getAllWindows()[0];
      const { filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
      if (what !== 'model' && filePaths.length > 0) onPicked(filePaths);
      return filePaths;
    },
  };
}
