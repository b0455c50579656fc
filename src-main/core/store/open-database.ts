import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StoreCorruptError, StoreTooNewError } from './errors';
import { migrations as allMigrations } from './migrations';

export type Database = Sqlite.Database;

/**
 * Opens the SQLite store (WAL, foreign keys) and brings it forward to this version.
 *
 * @param file - Path of the database, or `:memory:` in tests.
 * @throws {StoreTooNewError} When a newer Reticle wrote it; nothing is changed then, not even the journal mode.
 * @throws {StoreCorruptError} When it is no SQLite database or its structure is damaged.
 */
export function openDatabase(file: string, migrations: readonly string[] = allMigrations): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  refuseNewer(file, migrations.length);
  let database: Database | undefined;
  try {
    database = new Sqlite(file, { timeout: 5000 });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    migrate(database, migrations);
    keepStatements(database);
    return database;
  } catch (error) {
    database?.close();
    throw isCorruption(error) ? new StoreCorruptError(file, error) : error;
  }
}

/** Compiling a statement costs more than running most of ours: each text is compiled once. */
function keepStatements(database: Database): void {
  const compile = database.prepare.bind(database);
  const compiled = new Map<string, Sqlite.Statement>();
  database.prepare = ((sql: string) => {
    const known = compiled.get(sql);
    // One that is being iterated over cannot be run a second time meanwhile.
    if (known && !known.busy) return known;
    const fresh = compile(sql);
    if (!known) compiled.set(sql, fresh);
    return fresh;
  }) as typeof database.prepare; // generic in its parameters and rows, which a map cannot say
}

/** For another process of ours, while the core has it open: one that only reads. */
export function openToRead(file: string): Database {
  return new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5000 });
}

/** Looks at the version with a read-only handle, because setting WAL on a database would already be a write. */
function refuseNewer(file: string, known: number): void {
  if (file === ':memory:' || !existsSync(file)) return;
  let database: Database | undefined;
  try {
    database = new Sqlite(file, { readonly: true, fileMustExist: true });
    const found = Number(database.pragma('user_version', { simple: true }));
    if (found > known) throw new StoreTooNewError(found, known);
  } catch (error) {
    throw isCorruption(error) ? new StoreCorruptError(file, error) : error;
  } finally {
    database?.close();
  }
}

function migrate(database: Database, migrations: readonly string[]): void {
  // The version is read inside the write lock, so two processes that open at once migrate only once.
  database
    .transaction(() => {
      const version = Number(database.pragma('user_version', { simple: true }));
      for (const sql of migrations.slice(version)) database.exec(sql);
      if (version < migrations.length) database.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

function isCorruption(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT');
}
