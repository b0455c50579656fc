import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol, shell } from 'electron';
import { ReticleError } from '#common/errors';
import { openLog } from '#core/log/log';
import { readDataFolderLock } from '#core/store/data-folder-lock';
import { dataDirOf } from '../node/data-dir';
import { handOver, untilAnnounced } from '../node/hand-over';
import { productAround } from '../node/product';
import { filesOfArgv } from './argv-files';
import { DesktopApp, type DesktopPlaces } from './desktop-app';
import { pageScheme } from './page-address';

const product = productAround(import.meta.dirname);
const dataDir = dataDirOf({ platform: process.platform, env: process.env, home: homedir(), cwd: process.cwd() });
const outDir = join(product.root, 'out');

const places: DesktopPlaces = {
  version: product.version,
  dataDir,
  // Outside the archive: the model runtime opens files by itself and knows nothing of archives.
  resourcesDir: app.isPackaged ? join(process.resourcesPath, 'resources') : product.resourcesDir,
  rendererDir: product.rendererDir,
  preload: join(outDir, 'preload', 'preload.cjs'),
  entryFile: (entry) => join(outDir, 'main', `${entry}.js`),
};

mkdirSync(dataDir, { recursive: true });
// Chromium's own files apart from ours. The single-instance lock hangs on this folder, so one instance a data folder.
app.setPath('userData', join(dataDir, 'chromium'));
app.setName('Reticle');
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

/** Files that came before there was something to open them. */
const early = filesOfArgv(process.argv, app.isPackaged, process.cwd());
let running: DesktopApp | null = null;
const open = (paths: string[]) => (running ? running.open(paths) : void early.push(...paths));

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv, cwd) => open(filesOfArgv(argv, app.isPackaged, cwd)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open([path]);
  });
  app.whenReady().then(start).catch(fail);
} else {
  // The one that runs gets our command line by itself.
  app.quit();
}

async function start(): Promise<void> {
  const { log, close: closeLog } = openLog(dataDir);
  running = await DesktopApp.start(places, log);
  running.open(early.splice(0));
  app.on('activate', () => running?.showWindow());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let mayQuit = false;
  app.on('before-quit', (event) => {
    if (mayQuit || !running) return;
    event.preventDefault();
    running.mayQuit().then(
      (may) => {
        mayQuit = may;
        if (may) app.quit();
      },
      (error: unknown) => {
        // A question that cannot be asked must not hold the person here.
        log.error({ err: error }, 'sessions could not be looked at before the end');
        mayQuit = true;
        app.quit();
      },
    );
  });
  let isClosing = false;
  app.on('will-quit', (event) => {
    if (isClosing) return;
    isClosing = true;
    event.preventDefault();
    const patience = setTimeout(() => app.exit(1), 5_000);
    void running?.close().finally(() => {
      clearTimeout(patience);
      closeLog();
      app.exit(0);
    });
  });
}

/** A browser shell may have the data folder: then its page is what opens. */
async function fail(error: unknown): Promise<void> {
  if (error instanceof ReticleError && error.code === 'DATA_FOLDER_IN_USE') {
    const signal = AbortSignal.timeout(3_000);
    const address = await untilAnnounced(() => readDataFolderLock(dataDir), signal);
    const link = address && (await handOver(address, early, signal).catch(() => null));
    if (link) {
      await shell.openExternal(link);
      app.exit(0);
      return;
    }
  }
  const text = error instanceof ReticleError ? error.userMessage : String(error);
  dialog.showErrorBox('Reticle', text);
  app.exit(1);
}
