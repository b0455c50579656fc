import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gives a finished file its name, or that with the next free number: what lies there already is never replaced.
 *
 * @param extension - with its dot
 * @returns the path that it has now
 */
export async function renameToFree(part: string, folder: string, stem: string, extension: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${stem}${count > 1 ? `-${count}` : ''}${extension}`);
    if (!(await reserve(path))) continue;
    try {
      await rename(part, path);
      return path;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }
}

/** An empty file of ours under the name, so that nobody else takes it; false where somebody has. */
async function reserve(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
