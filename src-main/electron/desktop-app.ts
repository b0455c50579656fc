import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { app, type BrowserWindow, dialog, Notification, powerSaveBlocker, protocol, session } from 'electron';
import type { Logger } from 'pino';
import type { Run } from '#common/contract/runs';
import { type Language, translate } from '#common/texts/texts';
import { answerPage } from '#core/page/answer-page';
import { withSecurityHeaders } from '#core/page/security-headers';
import { composeCore } from '../core/compose';
import type { Core } from '../core/core';
import { AppMenu } from './app-menu';
import { openAppWindow } from './app-window';
import { JsonFile } from './json-file';
import { keychainSecrets } from './keychain-secrets';
import { nativeDialogs } from './native-dialogs';
import { isPageAddress, pageScheme } from './page-address';
import { connectPage } from './page-connection';
import { guardSession } from './page-guard';
import { quitAnswers, quitQuestion } from './quit-question';
import { RecentFiles } from './recent-files';
import { RunWatch } from './run-watch';
import { forkUtilityProcess } from './utility-fork';
import { WindowState } from './window-place';

export type DesktopPlaces = {
  readonly version: string;
  readonly dataDir: string;
  readonly resourcesDir: string;
  readonly rendererDir: string;
  readonly preload: string;
  readonly entryFile: (entry: string) => string;
};

/** The running desktop app: one core, one window, one menu. */
export class DesktopApp {
  #window: BrowserWindow | null = null;
  #language: Language = systemLanguage();
  readonly #menu: AppMenu;
  readonly #windowMemory: JsonFile<WindowState>;
  readonly #leaving = new AbortController();

  private constructor(
    private readonly core: Core,
    private readonly places: DesktopPlaces,
    private readonly log: Logger,
    menuOf: (app: DesktopApp) => AppMenu,
  ) {
    this.#menu = menuOf(this);
    this.#windowMemory = new JsonFile(join(places.dataDir, 'window', 'place.json'), WindowState);
  }

  static async start(places: DesktopPlaces, log: Logger): Promise<DesktopApp> {
    let started: DesktopApp | null = null;
    const core = await composeCore({
      shell: 'desktop',
      version: places.version,
      dataDir: places.dataDir,
      resourcesDir: places.resourcesDir,
      log,
      secrets: keychainSecrets(places.dataDir, log),
      now: () => new Date(),
      newId: () => crypto.randomUUID(),
      fork: forkUtilityProcess(places.entryFile),
      dialogs: nativeDialogs(
        () => started?.language ?? systemLanguage(),
        (paths) => started?.remember(paths),
      ),
    });
    started = new DesktopApp(core, places, log, (self) => {
      const client = createRouterClient(core.router, { context: { log } });
      const pick = (what: 'files' | 'folder' | 'model') =>
        self.run(what === 'model' ? client.models.pick() : client.media.pick({ what }));
      const recent = new JsonFile(join(places.dataDir, 'window', 'recent.json'), RecentFiles);
      const logFolder = join(places.dataDir, 'logs');
      return new AppMenu({
        recent,
        logFolder,
        language: () => self.language,
        pick,
        openFiles: (paths) => self.open(paths),
      });
    });
    await started.#readLanguage();
    started.#serve();
    started.showWindow();
    started.#watchRuns();
    return started;
  }

  get language(): Language {
    return this.#language;
  }

  /** Files from the system: argv, a second start, the dock. */
  open(paths: string[]): void {
    if (paths.length > 0) {
      this.remember(paths);
      this.run(this.core.openFiles(paths));
    }
    this.showWindow();
  }

  remember(paths: readonly string[]): void {
    this.#menu.remember(paths);
  }

  showWindow(): void {
    if (this.#window) {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.focus();
      return;
    }
    this.#window = openAppWindow(this.places.preload, this.#windowMemory);
    connectPage(this.#window, this.core, this.log);
    this.#window.once('closed', () => {
      this.#window = null;
    });
    this.#menu.show();
  }

  /** Asks first where sessions cost money. @returns Whether the app may end. */
  async mayQuit(): Promise<boolean> {
    const client = createRouterClient(this.core.router, { context: { log: this.log } });
    const question = quitQuestion(await client.sessions.meter(), this.language);
    if (!question) return true;
    const { message, detail, buttons } = question;
    const asked = { type: 'warning' as const, message, detail, buttons: [...buttons], defaultId: 0, cancelId: 2 };
    const { response } = await (this.#window
      ? dialog.showMessageBox(this.#window, asked)
      : dialog.showMessageBox(asked));
    const answer = quitAnswers[response] ?? 'cancel';
    if (answer !== 'stop') return answer === 'leave';
    await client.sessions.stopAll();
    const { billing } = await client.sessions.meter();
    if (billing === 0) return true;
    // What the provider did not confirm is not called stopped: the person sees it in the window.
    this.showWindow();
    dialog.showErrorBox('Reticle', translate(this.language, 'quit.notStopped'));
    return false;
  }

  close(): Promise<void> {
    this.#leaving.abort();
    return this.core.close();
  }

  /** For what nobody waits for: its failure belongs in the log. */
  run(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.log.error({ err: error }, 'a command of the menu failed'));
  }

  async #readLanguage(): Promise<void> {
    const client = createRouterClient(this.core.router, { context: { log: this.log } });
    const { language } = await client.settings.get();
    this.#language = language === 'system' ? systemLanguage() : language;
  }

  /** A figure in the task bar, no sleep while a batch runs, and a word at its end for who looks elsewhere. */
  #watchRuns(): void {
    const client = createRouterClient(this.core.router, { context: { log: this.log } });
    let blocker: number | null = null;
    const watch = new RunWatch({
      showProgress: (fraction) => this.#window?.setProgressBar(fraction ?? -1),
      keepAwake: (isOn) => {
        if (blocker !== null) powerSaveBlocker.stop(blocker);
        blocker = isOn ? powerSaveBlocker.start('prevent-app-suspension') : null;
      },
      tellEnd: (run) => this.#tellEnd(run),
    });
    const { signal } = this.#leaving;
    const following = client.runs.changes(undefined, { signal }).then((changes) => watch.follow(changes));
    // That the following ends when the app does is no failure.
    this.run(following.catch((error: unknown) => (signal.aborted ? undefined : Promise.reject(error))));
  }

  #tellEnd({ modelName: model, done, failed, total }: Run): void {
    if (this.#window?.isFocused() || !Notification.isSupported()) return;
    const body = translate(this.language, 'queue.said.done', { model, done, failed, total });
    const notification = new Notification({ title: app.getName(), body });
    notification.on('click', () => this.showWindow());
    notification.show();
  }

  #serve(): void {
    guardSession(session.defaultSession);
    protocol.handle(pageScheme, async (request) => {
      if (!isPageAddress(request.url)) return new Response('Not found', { status: 404 });
      const { rendererDir } = this.places;
      return withSecurityHeaders(await answerPage(request, { core: this.core, rendererDir, log: this.log }));
    });
  }
}

function systemLanguage(): Language {
  return app.getPreferredSystemLanguages()[0]?.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}
