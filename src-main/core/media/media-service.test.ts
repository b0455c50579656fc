import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReticleError } from '#common/errors';
import { type Database, openDatabase } from '../store/open-database';
import { withoutRights } from '../store/restricted.builder';
import { fileError, listFiles } from './list-files';
import { MediaService, type ProbeMedia } from './media-service';
import { MediaStore } from './media-store';

const signal = new AbortController().signal;
let folder: string;
let database: Database;
let nowMs = 1_000_000;
const clock = { now: () => new Date(nowMs), newId: () => crypto.randomUUID() };
const facts = { widthPx: 4, heightPx: 3, format: 'png', frameCount: 1 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-media-'));
  database = openDatabase(':memory:');
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function aFile(name: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, name);
  return path;
}

const aService = (probe: ProbeMedia = async () => facts) =>
  new MediaService(new MediaStore(database), probe, clock, pino({ level: 'silent' }));

const namesOf = (service: MediaService) => service.list('all', '', 0, 100).items.map((item) => item.name);

describe('listing', () => {
  it('walks folders in natural order, leaves hidden and other files out, and visits a loop once', async () => {
    for (const name of ['b/img10.png', 'b/img2.png', 'a.jpg', 'notes.txt', '.hidden/x.png']) aFile(name);
    symlinkSync(folder, join(folder, 'b', 'loop'));
    const found: string[] = [];
    for await (const file of listFiles([folder], signal)) found.push(file.path.slice(folder.length + 1));
    expect(found).toEqual(['a.jpg', 'b/img2.png', 'b/img10.png']);
  });

  it('always tries a file that is named itself, and names what is not there', async () => {
    const odd = aFile('picture.without-extension');
    const found = [];
    for await (const file of listFiles([odd, join(folder, 'gone.png')], signal)) found.push(file);
    expect(found[0]).toMatchObject({ path: odd });
    expect(found[1]).toMatchObject({ error: { code: 'MEDIA_NOT_FOUND' } });
  });

  it.skipIf(process.platform === 'win32')('says which folder may not be read, and goes on', async () => {
    aFile('locked/a.png');
    aFile('open/b.png');
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'locked'), 0);
    const found: unknown[] = [];
    await withoutRights(async () => {
      for await (const file of listFiles([folder], signal)) found.push(file);
    });
    chmodSync(join(folder, 'locked'), 0o755);
    expect(found).toMatchObject([{ error: { code: 'MEDIA_FORBIDDEN' } }, { path: join(folder, 'open', 'b.png') }]);
  });
});

describe('fileError', () => {
  it.each([
    ['ENOENT', 'MEDIA_NOT_FOUND'],
    ['EACCES', 'MEDIA_FORBIDDEN'],
    ['EPERM', 'MEDIA_FORBIDDEN'],
    ['EIO', 'MEDIA_UNREADABLE'],
  ])('%s is %s', (code, expected) => {
    const cause = Object.assign(new Error('from the system'), { code });
    expect(fileError('/p/a.png', cause)).toMatchObject({ code: expected, cause, params: { name: '/p/a.png' } });
  });
});

describe('MediaService', () => {
  it('adds a folder, probes it in the background and keeps ids when it is added again', async () => {
    aFile('a.png');
    aFile('b.png');
    const service = aService();
    const first = await service.addPaths([folder], signal);
    await service.whenProbed();
    expect(first.addedCount).toBe(2);
    expect(service.list('all', '', 0, 10)).toMatchObject({ total: 2, items: [{ state: 'ready', widthPx: 4 }, {}] });
    const second = await service.addPaths([folder], signal);
    expect(second).toMatchObject({ addedCount: 0, addedIds: first.addedIds });
  });

  it('keeps an unreadable picture in the list with its reason', async () => {
    aFile('bad.png');
    const service = aService(async () => {
      throw new ReticleError('MEDIA_EMPTY', { name: 'bad.png' });
    });
    await service.addPaths([folder], signal);
    await service.whenProbed();
    expect(service.list('problems', '', 0, 10).items).toMatchObject([
      { state: 'unreadable', problem: { code: 'MEDIA_EMPTY', userMessage: 'bad.png is empty (0 bytes).' } },
    ]);
  });

  it('looks again at a file that changed on disk', async () => {
    const path = aFile('a.png');
    let probes = 0;
    const service = aService(async () => ({ ...facts, widthPx: ++probes }));
    const { addedIds } = await service.addPaths([path], signal);
    await service.whenProbed();
    writeFileSync(path, 'other content');
    utimesSync(path, 5, 5);
    const again = await service.addPaths([path], signal);
    await service.whenProbed();
    expect(again.addedIds).toEqual(addedIds);
    expect(service.list('all', '', 0, 1).items[0]).toMatchObject({ state: 'ready', byteSize: 13, widthPx: 2 });
  });

  it('removes and puts back, and deletes for good after a week', async () => {
    aFile('a.png');
    aFile('b.png');
    const service = aService();
    const { addedIds } = await service.addPaths([folder], signal);
    await service.whenProbed();
    expect(service.remove(addedIds.slice(0, 1))).toBe(1);
    expect(namesOf(service)).toEqual(['b.png']);
    expect(service.restore(addedIds.slice(0, 1))).toBe(1);
    expect(namesOf(service)).toEqual(['a.png', 'b.png']);
    service.clear();
    nowMs += 8 * 24 * 3600 * 1000;
    await service.start();
    expect(service.restore(addedIds)).toBe(0);
  });

  it('finds neighbours within filter and search, and treats % and _ as letters', async () => {
    for (const name of ['a_1.png', 'b.png', 'a_2.png', '100%.png']) aFile(name);
    const service = aService();
    await service.addPaths([folder], signal);
    await service.whenProbed();
    const { items } = service.list('all', '_', 0, 10);
    expect(items.map((item) => item.name)).toEqual(['a_1.png', 'a_2.png']);
    const [first, second] = items;
    if (!first || !second) throw new Error('two were listed');
    expect(service.neighbour(first.id, 1, 'all', '_')).toBe(second.id);
    expect(service.neighbour(second.id, 1, 'all', '_')).toBeNull();
    expect(service.list('all', '%', 0, 10).total).toBe(1);
  });
});
