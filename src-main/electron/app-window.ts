import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { JsonFile } from './json-file';
import { pageUrl } from './page-address';
import { guardPage } from './page-guard';
import { placeWindow, smallest, type WindowState } from './window-place';

/** Opens the window where it was, and remembers where it goes. */
export function openAppWindow(preload: string, memory: JsonFile<WindowState>): BrowserWindow {
  const [main, ...others] = workAreas();
  const place = placeWindow(memory.read(), main ? [main, ...others] : []);
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    // The page's own ground, so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101216' : '#f4f5f7',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  guardPage(window);
  if (place.isMaximized) window.maximize();
  if (place.isFullScreen) window.setFullScreen(true);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    memory.write({
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      isFullScreen: window.isFullScreen(),
    });
  });
  void window.loadURL(pageUrl);
  return window;
}

function workAreas() {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter((display) => display.id !== main.id)].map(
    (display) => display.workArea,
  );
}
