import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileSecrets, openFileSecrets } from './file-secrets';

const log = pino({ enabled: false });
const name = 'connection/one/key';
let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'reticle-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));
const file = () => join(dataDir, 'secrets', 'keys.json');

describe('secrets in a file', () => {
  it('are there again for the next process, and gone once removed', async () => {
    const first = openFileSecrets(dataDir, log);
    expect(first.keptIn).toBe('file');
    expect(await first.get(name)).toBeNull();
    await first.set(name, 'é"k');
    await first.set('session/two/password', 'pw');
    const second = openFileSecrets(dataDir, log);
    expect(await second.get(name)).toBe('é"k');
    await second.remove(name);
    expect(await first.get(name)).toBeNull();
    expect(await first.get('session/two/password')).toBe('pw');
  });

  it.skipIf(process.platform === 'win32')('can be read by nobody else, whatever lay there before', async () => {
    const secrets = openFileSecrets(dataDir, log);
    writeFileSync(file(), '{}');
    chmodSync(file(), 0o644);
    await secrets.set(name, 'k');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'secrets')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(dataDir, 'secrets'))).toEqual(['keys.json']);
  });

  it('start anew where the file is damaged', async () => {
    const secrets = openFileSecrets(dataDir, log);
    writeFileSync(file(), '{"connection/one/key":');
    expect(await secrets.get(name)).toBeNull();
    await secrets.set(name, 'k');
    expect(await secrets.get(name)).toBe('k');
  });

  it('stay in memory, and say so, where there can be no such file', async () => {
    const blocked = join(dataDir, 'blocked');
    writeFileSync(blocked, '');
    const secrets = openFileSecrets(blocked, log);
    await secrets.set(name, 'k');
    expect([secrets.keptIn, await secrets.get(name)]).toEqual(['memory', 'k']);
    expect(existsSync(file())).toBe(false);
  });

  it('lie sealed where the system seals them; what it cannot open is as good as none', async () => {
    const seal = {
      close: (value: string) => Buffer.from(value).toString('hex'),
      open: (sealed: string) => {
        if (!/^[0-9a-f]+$/.test(sealed)) throw new Error('not ours');
        return Buffer.from(sealed, 'hex').toString();
      },
    };
    const secrets = new FileSecrets(file(), 'system', seal);
    await secrets.set(name, 'plain words');
    expect(readFileSync(file(), 'utf8')).not.toContain('plain');
    expect(await secrets.get(name)).toBe('plain words');
    writeFileSync(file(), JSON.stringify({ [name]: 'sealed elsewhere' }));
    expect(await secrets.get(name)).toBeNull();
  });
});
