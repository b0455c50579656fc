import { z } from 'zod';
import { PopBinding, type SavedPop } from '#common/contract/pops';
import { Pop } from '#common/pop/pop';
import type { BoundPop } from '../local/pop/bound-pop';
import type { Database } from '../store/open-database';

const PopRow = z.object({ id: z.string(), name: z.string(), pop: z.string(), updatedAtMs: z.number() });
const BindingRow = PopBinding.extend({ labels: z.string() });
const BoundRow = z.object({ name: z.string(), bound: z.string() });

/** Saved Pops, the person's changes to the table of abilities, and Pops as they were run, in SQLite. */
export class PopStore {
  constructor(private readonly database: Database) {}

  list(): SavedPop[] {
    return this.database.prepare(`${selectPop} ORDER BY name COLLATE NOCASE, id`).all().map(toPop);
  }

  find(id: string): SavedPop | null {
    const row = this.database.prepare(`${selectPop} WHERE id = ?`).get(id);
    return row === undefined ? null : toPop(row);
  }

  save({ id, name, pop, updatedAtMs }: SavedPop): void {
    this.database
      .prepare('INSERT OR REPLACE INTO pops (id, name, pop, updated_at_ms) VALUES (?, ?, ?, ?)')
      .run(id, name, JSON.stringify(pop), updatedAtMs);
  }

  remove(id: string): boolean {
    return this.database.prepare('DELETE FROM pops WHERE id = ?').run(id).changes > 0;
  }

  bindings(): PopBinding[] {
    return this.database
      .prepare('SELECT alias, kind, model_id AS modelId, labels FROM pop_bindings ORDER BY alias')
      .all()
      .map((row) => {
        const { labels, ...rest } = BindingRow.parse(row);
        return PopBinding.parse({ ...rest, labels: JSON.parse(labels) });
      });
  }

  bind({ alias, kind, modelId, labels }: PopBinding): void {
    this.database
      .prepare('INSERT OR REPLACE INTO pop_bindings (alias, kind, model_id, labels) VALUES (?, ?, ?, ?)')
      .run(alias, kind, modelId, JSON.stringify(labels));
  }

  unbind(alias: string): void {
    this.database.prepare('DELETE FROM pop_bindings WHERE alias = ?').run(alias);
  }

  keepBound(sha256: string, name: string, bound: string): void {
    this.database
      .prepare('INSERT OR REPLACE INTO bound_pops (sha256, name, bound) VALUES (?, ?, ?)')
      .run(sha256, name, bound);
  }

  findBound(sha256: string): { name: string; bound: BoundPop } | null {
    const row = this.database.prepare('SELECT name, bound FROM bound_pops WHERE sha256 = ?').get(sha256);
    if (row === undefined) return null;
    const { name, bound } = BoundRow.parse(row);
    return { name, bound: JSON.parse(bound) as BoundPop }; // written by us from a BoundPop
  }
}

const selectPop = 'SELECT id, name, pop, updated_at_ms AS updatedAtMs FROM pops';

function toPop(value: unknown): SavedPop {
  const { pop, ...row } = PopRow.parse(value);
  return { ...row, readyMade: false, pop: Pop.parse(JSON.parse(pop)) };
}
