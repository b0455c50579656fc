import { z } from 'zod';
import { Model } from '#common/contract/models';
import type { Database } from '../store/open-database';

/** What only a look into the file tells, and so is kept. */
const ModelDescription = Model.pick({
  family: true,
  inputs: true,
  outputs: true,
  inputWidthPx: true,
  inputHeightPx: true,
  labels: true,
  licence: true,
});

const Row = z.object({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  path: z.string(),
  byteSize: z.number(),
  description: z.string(),
  addedAtMs: z.number(),
});

/** The models that a person added, in SQLite. */
export class SqliteModelStore {
  constructor(private readonly database: Database) {}

  list(): Model[] {
    return this.database.prepare(`${select} ORDER BY added_at_ms, id`).all().map(toModel);
  }

  find(id: string): Model | null {
    const row = this.database.prepare(`${select} WHERE id = ?`).get(id);
    return row === undefined ? null : toModel(row);
  }

  add(model: Model): void {
    this.database
      .prepare(
        `INSERT INTO models (id, name, sha256, path, byte_size, description, added_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        model.id,
        model.name,
        model.sha256,
        model.path,
        model.byteSize,
        JSON.stringify(ModelDescription.parse(model)),
        model.addedAtMs,
      );
  }

  rename(id: string, name: string): void {
    this.database.prepare('UPDATE models SET name = ? WHERE id = ?').run(name, id);
  }

  remove(id: string): void {
    this.database.prepare('DELETE FROM models WHERE id = ?').run(id);
  }
}

const select = `SELECT id, name, sha256, path, byte_size AS byteSize, description, added_at_ms AS addedAtMs FROM models`;

function toModel(value: unknown): Model {
  const { description, ...row } = Row.parse(value);
  return { ...row, ...ModelDescription.parse(JSON.parse(description)), builtIn: false, card: '' };
}
