import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Model } from '#common/contract/models';
import { ReticleError } from '#common/errors';
import { Changes } from '../changes';
import { sha256Of } from '../hash-file';
import type { Host } from '../host';
import { recogniseFamily } from '../local/families/all-families';
import type { InferenceClient } from '../local/inference-client';
import { readOnnxFile } from '../local/onnx-file';
import { asDiskError } from '../store/errors';
import { readBuiltInModels } from './built-in-models';
import { uniqueSlug } from './model-slug';
import type { SqliteModelStore } from './model-store';

/** The models known: those that come with the app, and those added, of which we keep a copy. */
export class ModelService {
  readonly changes = new Changes();
  #builtIn: readonly Model[] = [];

  constructor(
    private readonly store: SqliteModelStore,
    private readonly inference: Pick<InferenceClient, 'inspect'>,
    private readonly host: Pick<Host, 'resourcesDir' | 'dataDir' | 'now' | 'log'>,
  ) {}

  /** Reads the models that come with the app; to be awaited before anything else. */
  async start(): Promise<void> {
    this.#builtIn = await readBuiltInModels(this.host.resourcesDir, this.host.log);
  }

  /** Built-in ones first. */
  list(): Model[] {
    return [...this.#builtIn, ...this.store.list()];
  }

  /** @throws {ReticleError} MODEL_NOT_FOUND */
  get(id: string): Model {
    const found = this.#find(id);
    if (!found) throw new ReticleError('MODEL_NOT_FOUND', { name: id });
    return found;
  }

  /** The model with this id or, as one types it on a command line, this name. */
  resolve(idOrName: string): Model {
    const wanted = idOrName.toLowerCase();
    return this.#find(idOrName) ?? this.list().find(({ name }) => name.toLowerCase() === wanted) ?? this.get(idOrName);
  }

  /**
   * Copies a model into the app's folder after it was read, recognised and opened once. A refused file leaves nothing.
   *
   * @param name - as it will be listed; the file's name without its ending when not given
   * @throws {ReticleError} MODEL_* or DISK_FULL
   */
  async add(path: string, name: string | undefined, signal: AbortSignal): Promise<Model> {
    const fileName = basename(path);
    const file = await readOnnxFile(path, signal);
    recogniseFamily(file, fileName);
    const sha256 = await sha256Of(path, signal);
    this.#refuseKnown(sha256, fileName);
    const copy = await this.#copy(path, sha256, signal);
    try {
      const facts = await this.inference.inspect(copy, fileName, signal);
      // Someone may have added the same file while this one was being opened.
      this.#refuseKnown(sha256, fileName);
      const shownName = name?.trim() || basename(path, extname(path));
      const model: Model = {
        ...facts,
        inputs: [...facts.inputs],
        outputs: [...facts.outputs],
        labels: [...facts.labels],
        id: uniqueSlug(shownName, (slug) => this.#find(slug) !== null),
        name: shownName,
        builtIn: false,
        byteSize: (await stat(copy)).size,
        sha256,
        path: copy,
        card: '',
        licence: file.metadata.license ?? file.metadata.licence ?? '',
        addedAtMs: this.host.now().getTime(),
      };
      this.store.add(model);
      this.changes.bump();
      return model;
    } catch (error) {
      if (!this.#ofSha256(sha256)) await rm(copy, { force: true });
      throw asDiskError(error, fileName);
    }
  }

  rename(id: string, name: string): Model {
    const model = this.get(id);
    if (model.builtIn) throw new ReticleError('MODEL_BUILT_IN', { name: model.name });
    this.store.rename(id, name);
    this.changes.bump();
    return this.get(id);
  }

  /** Takes an added model out of the list and deletes our copy. */
  async remove(id: string): Promise<boolean> {
    const model = this.get(id);
    if (model.builtIn) throw new ReticleError('MODEL_BUILT_IN', { name: model.name });
    this.store.remove(id);
    this.changes.bump();
    await rm(model.path, { force: true });
    return true;
  }

  #find(id: string): Model | null {
    return this.#builtIn.find((model) => model.id === id) ?? this.store.find(id);
  }

  #ofSha256(sha256: string): Model | undefined {
    return this.list().find((model) => model.sha256 === sha256);
  }

  #refuseKnown(sha256: string, name: string): void {
    const existing = this.#ofSha256(sha256);
    if (existing) throw new ReticleError('MODEL_ALREADY_ADDED', { name, existing: existing.name });
  }

  /** A copy that was not finished never has the final name. */
  async #copy(path: string, sha256: string, signal: AbortSignal): Promise<string> {
    const folder = join(this.host.dataDir, 'models');
    const target = join(folder, `${sha256}.onnx`);
    const part = `${target}.part`;
    try {
      await mkdir(folder, { recursive: true });
      await copyFile(path, part);
      signal.throwIfAborted();
      await rename(part, target);
      return target;
    } catch (cause) {
      await rm(part, { force: true });
      throw asDiskError(cause, basename(path));
    }
  }
}
