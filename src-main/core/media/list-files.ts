import { opendir, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { ReticleError } from '#common/errors';
import { isMediaName } from '#common/media-extensions';

export type ListedFile = { readonly path: string; readonly byteSize: number; readonly modifiedAtMs: number };
export type ListedOrSkipped = ListedFile | { readonly path: string; readonly error: ReticleError };

/**
 * Lists the pictures and videos among files and folders, folders recursively and in natural order.
 *
 * What cannot be read is yielded with its reason and the rest goes on. Hidden files are left out; a folder that links
 * to one of its parents is visited once.
 */
export async function* listFiles(paths: readonly string[], signal: AbortSignal): AsyncGenerator<ListedOrSkipped> {
  const visited = new Set<string>();
  for (const path of paths) yield* listOne(resolve(path), visited, signal);
}

async function* listOne(path: string, visited: Set<string>, signal: AbortSignal): AsyncGenerator<ListedOrSkipped> {
  signal.throwIfAborted();
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      yield { path, byteSize: found.size, modifiedAtMs: found.mtimeMs };
      return;
    }
    const real = await realpath(path);
    if (visited.has(real)) return;
    visited.add(real);
    for (const name of await mediaAndFolders(path)) yield* listOne(join(path, name), visited, signal);
  } catch (error) {
    signal.throwIfAborted();
    yield { path, error: fileError(path, error) };
  }
}

async function mediaAndFolders(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of await opendir(folder)) {
    if (entry.name.startsWith('.')) continue;
    // A link may lead to a folder; `stat` tells when its turn comes.
    if (entry.isDirectory() || isMediaName(entry.name) || (entry.isSymbolicLink() && extname(entry.name) === '')) {
      names.push(entry.name);
    }
  }
  return names.sort(naturalOrder.compare);
}

const naturalOrder = new Intl.Collator('en', { numeric: true });

/** The sentence for a file that could not be opened. */
export function fileError(path: string, cause: unknown): ReticleError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  const name = path;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new ReticleError('MEDIA_NOT_FOUND', { name }, { cause });
  if (code === 'EACCES' || code === 'EPERM') return new ReticleError('MEDIA_FORBIDDEN', { name }, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ReticleError('MEDIA_UNREADABLE', { name, reason }, { cause });
}
