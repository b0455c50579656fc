/** What the preload script gives the page in the desktop shell; absent in a browser. */
interface ReticleBridge {
  /** The path of a file dropped or pasted; empty when it has none. */
  pathForFile(file: File): string;
}

interface Window {
  readonly reticle?: ReticleBridge;
}
