import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MediaId } from '#common/contract/media';
import { sha256Of } from '../hash-file';
import type { MediaStore } from './media-store';
import { fileFailure } from './picture-error';

/** What files hold, by SHA-256, read when somebody needs it and kept as long as the file stays as it was listed. */
export class ContentHashes {
  constructor(private readonly store: MediaStore) {}

  /** @returns Null where the file is not the one that was listed any more. */
  async of(id: MediaId, signal: AbortSignal): Promise<string | null> {
    const listed = this.store.content(id);
    if (!listed) return null;
    const sha256 = listed.sha256 ?? (await this.#read(listed.path, signal));
    // It may have been written to while it was read: what was read then is not what it holds.
    if (await this.isChanged(id)) return null;
    if (listed.sha256 === null) this.store.setSha256(id, sha256);
    return sha256;
  }

  async #read(path: string, signal: AbortSignal): Promise<string> {
    try {
      return await sha256Of(path, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw fileFailure(basename(path), error);
    }
  }

  /** Without reading anything. */
  known(id: MediaId): string | null {
    return this.store.content(id)?.sha256 ?? null;
  }

  /** Whether a file has another size or time than when it was listed. @throws {ReticleError} MEDIA_GONE, MEDIA_FORBIDDEN */
  async isChanged(id: MediaId): Promise<boolean> {
    const listed = this.store.content(id);
    if (!listed) return true;
    try {
      const { size, mtimeMs } = await stat(listed.path);
      return size !== listed.byteSize || mtimeMs !== listed.modifiedAtMs;
    } catch (error) {
      throw fileFailure(basename(listed.path), error);
    }
  }

  /** Takes a changed file for what it is now; all results of what it was are gone, but for the item of a run. */
  async relist(id: MediaId, byRunId: string): Promise<void> {
    const listed = this.store.content(id);
    if (!listed) return;
    const { size, mtimeMs } = await stat(listed.path);
    this.store.setChanged(id, { path: listed.path, byteSize: size, modifiedAtMs: mtimeMs }, byRunId);
  }
}
