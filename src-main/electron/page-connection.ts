import { RPCHandler } from '@orpc/server/message-port';
import { type BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import type { Logger } from 'pino';
import type { CallContext } from '../core/api';
import type { Core } from '../core/core';
import { isPageAddress } from './page-address';

/** Gives the page a port to the core when it asks; a port that closes, or a page that goes, aborts its calls. */
export function connectPage(window: BrowserWindow, core: Pick<Core, 'router'>, log: Logger): void {
  const handler = new RPCHandler<CallContext>(core.router);
  let open: MessagePortMain | null = null;
  const connect = (event: IpcMainEvent) => {
    const frame = event.senderFrame;
    // Another window, a frame inside the page, or a page that is not ours: none of them has business with the core.
    if (event.sender !== window.webContents) return;
    if (frame !== window.webContents.mainFrame || !isPageAddress(frame.url)) {
      log.warn('a frame that is not the page asked for a port');
      return;
    }
    open?.close();
    const { port1, port2 } = new MessageChannelMain();
    open = port1;
    handler.upgrade(port1, { context: { log } });
    port1.start();
    event.sender.postMessage('reticle:port', null, [port2]);
  };
  ipcMain.on('reticle:connect', connect);
  window.once('closed', () => {
    ipcMain.off('reticle:connect', connect);
    open?.close();
  });
}
