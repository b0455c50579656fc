import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReticleError } from '#common/errors';
import { MemorySecrets } from '../secrets/memory-secrets';
import { type Database, openDatabase } from '../store/open-database';
import { ConnectionService } from './connection-service';
import { ConnectionStore } from './connection-store';

let database: Database;
let secrets: MemorySecrets;
let connections: ConnectionService;
const { signal } = new AbortController();
const open = (kept = secrets) =>
  new ConnectionService(
    new ConnectionStore(database),
    {
      clouditia: async ({ key, baseUrl }) => {
        if (key === 'wrong') throw new ReticleError('CLOUDITIA_KEY_REFUSED');
        return { account: `${key} at ${baseUrl}` };
      },
    },
    { secrets: kept, now: () => new Date(7), newId: () => crypto.randomUUID() },
  );
beforeEach(() => {
  database = openDatabase(':memory:');
  secrets = new MemorySecrets();
  connections = open();
});
afterEach(() => database.close());
const add = (key = 'sk_compute_1', baseUrl = 'https://clouditia.com/jobs/') =>
  connections.add('clouditia', 'Mine', baseUrl, key);

describe('connections', () => {
  it('are kept, their keys apart from them', async () => {
    const added = await add();
    expect(added).toMatchObject({ name: 'Mine', baseUrl: 'https://clouditia.com/jobs', hasKey: true, addedAtMs: 7 });
    expect(await connections.list()).toEqual([added]);
    expect(JSON.stringify(await connections.list())).not.toContain('sk_compute_1');
    expect(database.serialize().toString('latin1')).not.toContain('sk_compute_1');
    expect((await connections.open(added.id)).key).toBe('sk_compute_1');
  });

  it('say that a key is missing where another shell, or only memory, had it', async () => {
    const { id } = await add();
    const elsewhere = open(new MemorySecrets());
    expect(await elsewhere.list()).toMatchObject([{ id, hasKey: false }]);
    await expect(elsewhere.open(id)).rejects.toMatchObject({ code: 'CONNECTION_NO_KEY', params: { name: 'Mine' } });
    expect(await elsewhere.update(id, { key: 'again' })).toMatchObject({ hasKey: true });
  });

  it('are tested by asking their provider', async () => {
    const { id } = await add();
    expect(await connections.test(id, signal)).toEqual({ account: 'sk_compute_1 at https://clouditia.com/jobs' });
    await connections.update(id, { key: 'wrong', name: 'Ours' });
    await expect(connections.test(id, signal)).rejects.toMatchObject({ code: 'CLOUDITIA_KEY_REFUSED' });
    const { id: other } = await connections.add('eyepop', 'Eye', 'https://compute.eyepop.ai', 'k');
    await expect(connections.test(other, signal)).rejects.toMatchObject({ code: 'CONNECTION_NO_TEST' });
  });

  it('take their key with them when they go', async () => {
    const { id } = await add();
    await connections.remove(id);
    expect(await connections.list()).toEqual([]);
    expect(await secrets.get(`connection/${id}/key`)).toBeNull();
    await expect(connections.remove(id)).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' });
  });

  it.each([
    'clouditia.com',
    'http://clouditia.com/jobs',
    'ftp://127.0.0.1',
    'https://me@clouditia.com',
    'https://a/?key=1',
  ])('send no key to %s', async (address) => {
    await expect(add('k', address)).rejects.toMatchObject({ code: 'CONNECTION_ADDRESS' });
  });

  it.each(['http://127.0.0.1:4800/jobs', 'http://localhost:1', 'http://[::1]:2'])('may lead to %s', async (address) => {
    expect(await add('k', address)).toMatchObject({ baseUrl: address });
  });
});
