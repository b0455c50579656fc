import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { asDiskError } from '../store/errors';
import { MemorySecrets } from './memory-secrets';
import type { SecretName, Secrets } from './secrets';

/** How values lie in the file: as they are, or sealed by the system. */
export type Seal = { close(value: string): string; open(sealed: string): string };
const unsealed: Seal = { close: (value) => value, open: (value) => value };

const Content = z.record(z.string(), z.string());

/**
 * Secrets in a file that this user alone can read, for shells without a keychain; in memory alone where there can be no
 * such file: a folder that cannot be written, or a disk that knows no rights.
 */
export function openFileSecrets(dataDir: string, log: Logger): Secrets {
  const path = join(dataDir, 'secrets', 'keys.json');
  try {
    requirePrivate(dirname(path));
    return new FileSecrets(path, 'file', unsealed);
  } catch (error) {
    log.warn({ err: error }, 'keys are kept in memory alone');
    return new MemorySecrets();
  }
}

/** One file for all of them. Read anew each time: the command line may write it while a window is open. */
export class FileSecrets implements Secrets {
  constructor(
    private readonly path: string,
    readonly keptIn: 'file' | 'system',
    private readonly seal: Seal,
  ) {}

  async get(name: SecretName): Promise<string | null> {
    const sealed = this.#read()[name];
    if (sealed === undefined) return null;
    try {
      return this.seal.open(sealed);
    } catch {
      // Sealed on another computer or for another user: to us it is as good as none, and the person is asked again.
      return null;
    }
  }

  async set(name: SecretName, value: string): Promise<void> {
    this.#write({ ...this.#read(), [name]: this.seal.close(value) });
  }

  async remove(name: SecretName): Promise<void> {
    const { [name]: gone, ...rest } = this.#read();
    if (gone !== undefined) this.#write(rest);
  }

  #read(): Readonly<Record<string, string>> {
    try {
      return Content.parse(JSON.parse(readFileSync(this.path, 'utf8')));
    } catch (error) {
      const isDamaged = error instanceof SyntaxError || error instanceof z.ZodError;
      const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      // A damaged file holds nothing that could be used; keys are asked for again.
      if (isDamaged || isAbsent) return {};
      throw error;
    }
  }

  /** Whole or not at all. */
  #write(content: Readonly<Record<string, string>>): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const draft = `${this.path}.${process.pid}`;
    try {
      rmSync(draft, { force: true });
      writeFileSync(draft, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
      renameSync(draft, this.path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw asDiskError(error, 'the key');
    }
  }
}

/** @throws when no file can be made there that is readable by this user alone */
function requirePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const probe = join(folder, `probe.${process.pid}`);
  try {
    writeFileSync(probe, '', { mode: 0o600 });
    // Windows has no such bits: there the user's own folder is what keeps others out.
    const isOpen = process.platform !== 'win32' && (statSync(probe).mode & 0o077) !== 0;
    if (isOpen) throw new Error(`files in ${folder} can be read by others`);
  } finally {
    rmSync(probe, { force: true });
  }
}
