import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { ReticleError } from '#common/errors';
import { type ListedOrSkipped, listFiles } from '#core/media/list-files';

/** Files, folders and patterns, in the order given; a file named twice comes once. */
export async function* expandInputs(inputs: readonly string[], signal: AbortSignal): AsyncGenerator<ListedOrSkipped> {
  const seen = new Set<string>();
  for (const input of inputs) {
    for await (const path of pathsOf(input, signal)) {
      for await (const found of path instanceof ReticleError
        ? [{ path: input, error: path }]
        : listFiles([path], signal)) {
        if (!seen.has(found.path)) yield found;
        seen.add(found.path);
      }
    }
  }
}

async function* pathsOf(input: string, signal: AbortSignal): AsyncGenerator<string | ReticleError> {
  // A file whose name looks like a pattern is still that file.
  if (existsSync(input) || !/[*?[{]/.test(input)) {
    yield input;
    return;
  }
  const matches: string[] = [];
  for await (const match of glob(input)) {
    signal.throwIfAborted();
    matches.push(match);
  }
  if (matches.length === 0) yield new ReticleError('MEDIA_NOT_FOUND', { name: input });
  yield* matches.sort(new Intl.Collator('en', { numeric: true }).compare);
}
