import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableStream } from 'node:stream/web';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallDisk } from '../store/restricted.builder';
import { receiveFile, safeFileName } from './receive-file';

const never = new AbortController().signal;

/** A body of `chunks` times 64 KiB. */
function aBody(chunks: number): ReadableStream<Uint8Array> {
  const whole = new Blob(Array.from({ length: chunks }, () => new Uint8Array(65_536)));
  return whole.stream() as ReadableStream<Uint8Array>; // the same class under another module's name
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-receive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('receiveFile', () => {
  it('gives the whole file its name', async () => {
    const file = await receiveFile(aBody(3), 'a.jpg', join(folder, '1'), never);
    expect(file).toMatchObject({ path: join(folder, '1', 'a.jpg'), byteSize: 3 * 65_536 });
    expect(readdirSync(join(folder, '1'))).toEqual(['a.jpg']);
  });

  it('keeps nothing of a file whose sender went away', async () => {
    const leaving = new AbortController();
    const receiving = receiveFile(aBody(100), 'a.jpg', join(folder, '1'), leaving.signal);
    leaving.abort();
    await expect(receiving).rejects.toMatchObject({ code: 'UPLOAD_FAILED', params: { name: 'a.jpg' } });
    expect(existsSync(join(folder, '1'))).toBe(false);
  });
});

const disk = smallDisk(256);

describe.skipIf(disk === null)('receiveFile on a disk that is nearly full (skipped where none can be mounted)', () => {
  afterAll(() => disk?.release());

  it('says so, keeps nothing of the file, and all that came before', async () => {
    const at = (name: string) => join(disk?.folder ?? '', name);
    const first = await receiveFile(aBody(2), 'first.jpg', at('1'), never);
    await expect(receiveFile(aBody(20), 'second.jpg', at('2'), never)).rejects.toMatchObject({
      code: 'DISK_FULL',
      params: { what: 'second.jpg' },
    });
    expect(readdirSync(at(''))).toEqual(['1']);
    expect(readFileSync(first.path)).toHaveLength(2 * 65_536);
  });
});

describe('safeFileName', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\a.jpg', 'a.jpg'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
    ['a\u0000b:c?.png', 'a_b_c_.png'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });
});
