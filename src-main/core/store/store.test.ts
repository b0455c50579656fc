import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { ReticleError } from '#common/errors';
import { lockDataFolder, readDataFolderLock } from './data-folder-lock';
import { asDiskError } from './errors';
import { migrations } from './migrations';
import { openDatabase } from './open-database';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-store-'));
});

const schemaOf = (file: string) => {
  const database = new Sqlite(file, { readonly: true });
  const rows = database.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all();
  database.close();
  return rows;
};

describe('openDatabase', () => {
  it('uses WAL and foreign keys, and runs the migrations once', () => {
    const file = join(folder, 'a.db');
    openDatabase(file).close();
    const database = openDatabase(file);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    database.close();
  });

  it.each(migrations.map((_, version) => version))('comes forward from version %i to the same structure', (version) => {
    const file = join(folder, 'old.db');
    openDatabase(file, migrations.slice(0, version)).close();
    openDatabase(file).close();
    const fresh = join(folder, 'fresh.db');
    openDatabase(fresh).close();
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
  });

  it('undoes a migration that fails half-way', () => {
    const file = join(folder, 'b.db');
    expect(() => openDatabase(file, [...migrations, 'CREATE TABLE extra (id); SELECT nonsense;'])).toThrow();
    const database = openDatabase(file);
    expect(database.prepare(`SELECT count(*) AS n FROM sqlite_master WHERE name = 'extra'`).get()).toEqual({ n: 0 });
    database.close();
  });

  it('refuses a database of a newer version and does not touch a byte of it', () => {
    const file = join(folder, 'newer.db');
    const newer = new Sqlite(file);
    newer.exec('CREATE TABLE things (id)');
    newer.pragma(`user_version = ${migrations.length + 3}`);
    newer.close();
    const before = readFileSync(file);
    expect(() => openDatabase(file)).toThrow(new RegExp(`newer Reticle \\(version ${migrations.length + 3};`));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('says that a file is no database', () => {
    const file = join(folder, 'broken.db');
    writeFileSync(file, 'this is not a database, it is a text of more than a hundred bytes '.repeat(40));
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
  });

  it('tells a full disk from other failures', () => {
    const database = openDatabase(join(folder, 'full.db'));
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 1}`);
    const save = () => database.prepare('INSERT INTO settings VALUES (?, ?)').run('big', 'x'.repeat(100_000));
    let error: unknown;
    try {
      save();
    } catch (thrown) {
      error = asDiskError(thrown, 'the settings');
    }
    expect(error).toBeInstanceOf(ReticleError);
    expect(error).toMatchObject({
      code: 'DISK_FULL',
      userMessage: 'The disk is full, so the settings could not be saved.',
    });
    expect(asDiskError(new RangeError('other'), 'x')).toBeInstanceOf(RangeError);
    database.close();
  });
});

describe('lockDataFolder', () => {
  const alive = () => true;
  const dead = () => false;

  it('lets one living process in', () => {
    lockDataFolder(folder, 100, alive);
    expect(() => lockDataFolder(folder, 200, alive)).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_IN_USE' }));
  });

  it('takes over from a process that died', () => {
    lockDataFolder(folder, 100, alive);
    lockDataFolder(folder, 200, dead);
    expect(readDataFolderLock(folder)).toEqual({ pid: 200 });
  });

  it('takes over a damaged lock', () => {
    writeFileSync(join(folder, 'reticle.lock'), '{"pid": 1');
    lockDataFolder(folder, 200, alive);
    expect(readDataFolderLock(folder)).toEqual({ pid: 200 });
  });

  it('tells where it can be reached, and nothing once released', () => {
    const lock = lockDataFolder(folder, 100, alive);
    lock.announce({ url: 'http://127.0.0.1:1', key: 'k' });
    expect(readDataFolderLock(folder)).toEqual({ pid: 100, url: 'http://127.0.0.1:1', key: 'k' });
    lock.release();
    expect(readDataFolderLock(folder)).toBeNull();
  });

  it('leaves the lock of its successor alone', () => {
    const lock = lockDataFolder(folder, 100, alive);
    lockDataFolder(folder, 200, dead);
    lock.release();
    expect(readDataFolderLock(folder)).toEqual({ pid: 200 });
  });
});
