import { basename } from 'node:path';
import { recogniseFamily } from './families/all-families';
import type { Family, ModelFile } from './family';
import { readOnnxFile } from './onnx-file';

export type ReadModel = { readonly file: ModelFile; readonly family: Family };

/** What models are, as their files tell, each read once. */
export class ReadModels {
  readonly #models = new Map<string, Promise<ReadModel>>();

  /** @throws {ReticleError} MODEL_* */
  read(path: string): Promise<ReadModel> {
    const known = this.#models.get(path);
    if (known) return known;
    // Shared by all pictures that wait for it, so no single one of them may cancel it.
    const { signal } = new AbortController();
    const read = readOnnxFile(path, signal).then((file) => ({ file, family: recogniseFamily(file, basename(path)) }));
    this.#models.set(path, read);
    // A reading that failed is tried again by the next picture.
    read.catch(() => this.#models.delete(path));
    return read;
  }
}
