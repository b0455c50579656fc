import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { Model } from '#common/contract/models';
import { sha256Of } from '../hash-file';
import { recogniseFamily } from '../local/families/all-families';
import { readOnnxFile } from '../local/onnx-file';

/** What we say about a model of ours; all else is read from the model. */
const ModelJson = z.looseObject({ name: z.string().min(1), licence: z.string().default('') });

/**
 * Reads the models that come with the app: a folder each, named as the model's id, with `model.json`, `model.onnx` and
 * `card.md`. One that is damaged is left out and logged: the others still work.
 */
export async function readBuiltInModels(resourcesDir: string, log: Logger): Promise<Model[]> {
  const folder = join(resourcesDir, 'models');
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const ids = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const { signal } = new AbortController(); // a few small files: reading them is not worth cancelling
  const read = ids.sort().map((id) =>
    readBuiltIn(join(folder, id), signal).catch((error: unknown) => {
      log.error({ err: error, id }, 'a built-in model could not be read');
      return [];
    }),
  );
  return (await Promise.all(read)).flat();
}

async function readBuiltIn(folder: string, signal: AbortSignal): Promise<Model> {
  const path = join(folder, 'model.onnx');
  const [json, card, file, { size, mtimeMs }, sha256] = await Promise.all([
    readFile(join(folder, 'model.json'), 'utf8'),
    readFile(join(folder, 'card.md'), 'utf8'),
    readOnnxFile(path, signal),
    stat(path),
    sha256Of(path, signal),
  ]);
  const { name, licence } = ModelJson.parse(JSON.parse(json));
  const family = recogniseFamily(file, basename(folder));
  const input = family.input(file).size;
  return Model.parse({
    id: basename(folder),
    name,
    builtIn: true,
    family: family.id,
    inputs: file.inputs,
    outputs: file.outputs,
    inputWidthPx: input.width,
    inputHeightPx: input.height,
    labels: family.labels(file),
    byteSize: size,
    sha256,
    path,
    card,
    licence,
    addedAtMs: Math.floor(mtimeMs),
  });
}
