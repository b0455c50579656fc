import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { sha256Of } from '#core/hash-file';
import { recogniseFamily } from '#core/local/families/all-families';
import { readOnnxFile } from '#core/local/onnx-file';
import type { BindableModel } from '#core/pops/bind-pop';

/** The models (.onnx) below some folders, those of the first one first. One called `model.onnx` goes by its folder's name. */
export async function readLocalModels(folders: readonly string[]): Promise<BindableModel[]> {
  const found = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })));
  const paths = found
    .flat()
    .filter((entry) => entry.isFile() && extname(entry.name) === '.onnx')
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(readModel));
}

async function readModel(path: string): Promise<BindableModel> {
  const own = basename(path, '.onnx');
  const name = own === 'model' ? basename(dirname(path)) : own;
  const { signal } = new AbortController(); // a few small files: reading them is not worth cancelling
  const file = await readOnnxFile(path, signal);
  const family = recogniseFamily(file, name);
  return {
    id: name,
    name,
    family: family.id,
    labels: [...family.labels(file)],
    path,
    sha256: await sha256Of(path, signal),
  };
}
