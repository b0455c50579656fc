import { app, Menu, shell } from 'electron';
import type { Language } from '#common/texts/texts';
import type { JsonFile } from './json-file';
import { menuTemplate } from './menu-template';
import { withRecent } from './recent-files';

export type AppMenuParts = {
  readonly recent: JsonFile<string[]>;
  readonly logFolder: string;
  readonly language: () => Language;
  readonly pick: (what: 'files' | 'folder' | 'model') => void;
  readonly openFiles: (paths: string[]) => void;
};

/** The native menu with its list of recent files. */
export class AppMenu {
  constructor(private readonly parts: AppMenuParts) {}

  remember(paths: readonly string[]): void {
    for (const path of paths) app.addRecentDocument(path);
    this.#setRecent(withRecent(this.parts.recent.read() ?? [], paths));
  }

  show(): void {
    const { pick, openFiles, logFolder, language, recent } = this.parts;
    const template = menuTemplate({
      platform: process.platform,
      language: language(),
      recent: recent.read() ?? [],
      actions: {
        openFiles: () => pick('files'),
        openFolder: () => pick('folder'),
        openModel: () => pick('model'),
        openRecent: (path) => openFiles([path]),
        clearRecent: () => {
          app.clearRecentDocuments();
          this.#setRecent([]);
        },
        showLogs: () => void shell.openPath(logFolder),
      },
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  #setRecent(paths: string[]): void {
    this.parts.recent.write(paths);
    this.show();
  }
}
