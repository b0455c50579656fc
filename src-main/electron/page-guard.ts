import { type BrowserWindow, type Session, shell } from 'electron';
import { isPageAddress } from './page-address';

/** The page stays the page: it goes nowhere, opens nothing, embeds nothing and is granted nothing. */
export function guardPage({ webContents }: BrowserWindow): void {
  webContents.setWindowOpenHandler(({ url }) => {
    // A link to someone's web page opens where such pages belong.
    if (URL.canParse(url) && new URL(url).protocol === 'https:') void shell.openExternal(url);
    return { action: 'deny' };
  });
  webContents.on('will-navigate', (event) => {
    if (!isPageAddress(event.url)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Camera, place, notifications, USB…: the page needs none of them. Copying a result is the one exception. */
export function guardSession(session: Session): void {
  const isAllowed = (permission: string, address: string) =>
    permission === 'clipboard-sanitized-write' && isPageAddress(address);
  session.setPermissionRequestHandler((contents, permission, grant) => grant(isAllowed(permission, contents.getURL())));
  session.setPermissionCheckHandler((contents, permission) => isAllowed(permission, contents?.getURL() ?? ''));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (_event, item) => {
    if (!item.getURL().startsWith('blob:') && !isPageAddress(item.getURL())) item.cancel();
  });
}
