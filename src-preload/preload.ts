import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** All that the page gets from us besides its port. */
contextBridge.exposeInMainWorld('reticle', {
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
});

// The page asks when it is ready to listen; a port that came earlier would be lost.
window.addEventListener('message', (event: MessageEvent) => {
  if (event.source === window && event.data?.type === 'reticle:ready') ipcRenderer.send('reticle:connect');
});

ipcRenderer.on('reticle:port', (event) => {
  window.postMessage({ type: 'reticle:port' }, window.location.origin, [...event.ports]);
});
