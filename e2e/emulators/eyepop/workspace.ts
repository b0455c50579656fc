import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The files that an emulator holds: for as long as a job runs, or until it closes. */
export class Workspace {
  readonly #lent = new Set<Promise<unknown>>();

  private constructor(readonly folder: string) {}

  static async open(): Promise<Workspace> {
    return new Workspace(await mkdtemp(join(tmpdir(), 'eyepop-emulator-')));
  }

  /** A file that stays. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Lends a folder that is gone afterwards. */
  async withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const used = this.#use(use);
    this.#lent.add(used);
    return used.finally(() => this.#lent.delete(used));
  }

  /** Once whoever has borrowed a folder is done, which the caller has seen to. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lent);
    await rm(this.folder, { recursive: true, force: true });
  }

  async #use<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(this.folder, 'job-'));
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
