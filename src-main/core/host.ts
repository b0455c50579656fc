import type { Logger } from 'pino';
import type { Secrets } from './secrets/secrets';

/** A child process of ours: structured-clone messages both ways. */
export type ChildProcess = {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, whatever the reason: a crash, `kill`, or an exit of its own. */
  onExit(listener: (reason: string) => void): void;
  kill(): void;
};

/** What a shell lends the core. What differs between desktop, browser and command line is here and nowhere else. */
export type Host = {
  readonly shell: 'desktop' | 'browser';
  readonly version: string;
  /** Where user data live; exists and is writable. */
  readonly dataDir: string;
  /** The folder `resources/` of the product. */
  readonly resourcesDir: string;
  readonly log: Logger;
  readonly secrets: Secrets;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Starts one of our own built entry points, e.g. `inference-process`. */
  readonly fork: (entry: 'inference-process' | 'export-process') => ChildProcess;
  /** Null where the host has no file dialog. */
  readonly dialogs: Dialogs | null;
};

export type Dialogs = {
  /** Paths the user picked; empty when cancelled. */
  pick(what: 'files' | 'folder' | 'model'): Promise<string[]>;
};
