import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DataFolderInUseError } from './errors';

const LockContent = z.object({ pid: z.int(), url: z.string().optional(), key: z.string().optional() });
/** Who has the data folder, and how a second start can hand its files over to it. */
export type LockContent = z.infer<typeof LockContent>;

export type DataFolderLock = {
  /** Tells later starts where this one can be reached. The file is readable by the user alone. */
  announce(content: Omit<LockContent, 'pid'>): void;
  release(): void;
};

const lockFile = (dataDir: string) => join(dataDir, 'reticle.lock');

/**
 * Takes the data folder for this process, so that two cores never write into it.
 *
 * A lock left by a process that no longer lives is taken over.
 *
 * @throws {DataFolderInUseError} When another living process has it.
 */
export function lockDataFolder(dataDir: string, pid = process.pid, isAlive = isProcessAlive): DataFolderLock {
  mkdirSync(dataDir, { recursive: true });
  const file = lockFile(dataDir);
  const write = (to: string, content: LockContent) => writeFileSync(to, JSON.stringify(content), { mode: 0o600 });
  const draft = `${file}.${pid}`;
  write(draft, { pid });
  for (;;) {
    try {
      // A link appears whole or not at all, so nobody ever reads a lock that is still being written.
      linkSync(draft, file);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const owner = readDataFolderLock(dataDir);
      if (owner && owner.pid !== pid && isAlive(owner.pid)) {
        rmSync(draft, { force: true });
        throw new DataFolderInUseError(dataDir, owner.pid);
      }
      rmSync(file, { force: true });
    }
  }
  rmSync(draft, { force: true });
  return {
    announce: (content) => write(file, { ...content, pid }),
    release: () => {
      // Only our own lock: it may have been taken over while this process was asleep.
      if (readDataFolderLock(dataDir)?.pid === pid) rmSync(file, { force: true });
    },
  };
}

/** The lock of a data folder, or null when nobody has it or it cannot be read. */
export function readDataFolderLock(dataDir: string): LockContent | null {
  const file = lockFile(dataDir);
  if (!existsSync(file)) return null;
  try {
    return LockContent.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Damaged: as good as none.
    return null;
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
