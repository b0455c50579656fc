import { createHash } from 'node:crypto';
import type { ListedBinding, PopBinding, PopCheck, SavedPop } from '#common/contract/pops';
import { ReticleError, toWireError } from '#common/errors';
import { Changes } from '../changes';
import type { Host } from '../host';
import type { BoundPop } from '../local/pop/bound-pop';
import { type BindableModel, bindPop } from './bind-pop';
import { allBindings } from './default-bindings';
import { parsePop } from './parse-pop';
import type { PopStore } from './pop-store';
import { readyMadePops } from './ready-made-pops';

const preparedPrefix = 'pop:';
export const isPopModelId = (modelId: string): boolean => modelId.startsWith(preparedPrefix);

/** Pops with names, what stands for their abilities on this computer, and Pops made ready for a run. */
export class PopService {
  readonly changes = new Changes();

  constructor(
    private readonly store: PopStore,
    /** The preferred one first. */
    private readonly models: () => readonly BindableModel[],
    private readonly host: Pick<Host, 'now' | 'newId'>,
  ) {}

  /** Those that come with the app first. */
  list(): SavedPop[] {
    return [...readyMadePops, ...this.store.list()];
  }

  /** @throws {ReticleError} POP_NOT_FOUND */
  get(id: string): SavedPop {
    const found = readyMadePops.find((pop) => pop.id === id) ?? this.store.find(id);
    if (!found) throw new ReticleError('POP_NOT_FOUND', { name: id });
    return found;
  }

  /** The Pop with this id or, as one types it on a command line, this name; `ready:` may be left out. */
  resolve(idOrName: string): SavedPop {
    const wanted = idOrName.toLowerCase();
    const all = this.list();
    const named = all.find(({ name }) => name.toLowerCase() === wanted);
    return all.find(({ id }) => id === idOrName || id === `ready:${wanted}`) ?? named ?? this.get(idOrName);
  }

  /**
   * @param id - of the Pop to change; null makes a new one
   * @throws {ReticleError} POP_INVALID, POP_NOT_FOUND or POP_READY_MADE
   */
  save(id: string | null, name: string, value: unknown): SavedPop {
    const pop = parsePop(value);
    if (id !== null) this.#refuseReadyMade(this.get(id));
    const saved = { id: id ?? this.host.newId(), name, pop, readyMade: false, updatedAtMs: this.host.now().getTime() };
    this.store.save(saved);
    this.changes.bump();
    return saved;
  }

  remove(id: string): boolean {
    this.#refuseReadyMade(this.get(id));
    const isRemoved = this.store.remove(id);
    this.changes.bump();
    return isRemoved;
  }

  /** What a Pop would run with here; what stands in the way is an answer, too. */
  check(value: unknown): PopCheck {
    try {
      const { models } = this.bound(value);
      const rows = Object.entries(models).map(([path, { modelId, name, labels }]) => ({
        path,
        modelId,
        modelName: name,
        labels: [...labels],
      }));
      return { models: rows, problem: null };
    } catch (error) {
      if (!(error instanceof ReticleError)) throw error;
      return { models: [], problem: toWireError(error) };
    }
  }

  /** The table of abilities: what comes with the app, changed or not, then what the person added. */
  bindings(): ListedBinding[] {
    return allBindings(this.store.bindings());
  }

  bind(binding: PopBinding): ListedBinding[] {
    this.store.bind(binding);
    this.changes.bump();
    return this.bindings();
  }

  unbind(alias: string): ListedBinding[] {
    this.store.unbind(alias);
    this.changes.bump();
    return this.bindings();
  }

  /**
   * Binds a Pop for a run and keeps it as it is now, so that later changes of it, of the table or of the models do not
   * change a run that goes on.
   *
   * @returns what stands for the model's id in a run: the same for the same Pop with the same models
   * @throws {ReticleError} POP_*
   */
  prepare(popId: string): string {
    const { name, pop } = this.get(popId);
    return this.#keep(name, this.bound(pop));
  }

  /** The same of a Pop that runs elsewhere: nothing of it has to be here. @throws {ReticleError} POP_* */
  prepareForElsewhere(popId: string): string {
    const { name, pop } = this.get(popId);
    return this.#keep(name, { pop: parsePop(pop), models: {} });
  }

  #keep(name: string, bound: BoundPop): string {
    const json = JSON.stringify(bound);
    const sha256 = createHash('sha256').update(json).digest('hex');
    this.store.keepBound(sha256, name, json);
    return `${preparedPrefix}${sha256}`;
  }

  /** @throws {ReticleError} POP_NOT_FOUND */
  prepared(modelId: string): { readonly name: string; readonly sha256: string; readonly bound: BoundPop } {
    const sha256 = modelId.slice(preparedPrefix.length);
    const found = this.store.findBound(sha256);
    if (!found) throw new ReticleError('POP_NOT_FOUND', { name: modelId });
    return { ...found, sha256 };
  }

  /** @throws {ReticleError} POP_* */
  bound(value: unknown): BoundPop {
    return bindPop(parsePop(value), { models: this.models(), bindings: this.bindings() });
  }

  #refuseReadyMade({ readyMade, name }: SavedPop): void {
    if (readyMade) throw new ReticleError('POP_READY_MADE', { name });
  }
}
