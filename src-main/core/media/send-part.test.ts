import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendPart } from './send-part';

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-part-'));
  writeFileSync(at('ten'), '0123456789');
  writeFileSync(at('none'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (range?: string, name = 'ten') =>
  sendPart(new Request('http://here/', range === undefined ? {} : { headers: { range } }), at(name), 'video/mp4');

it.each([
  { range: undefined, status: 200, body: '0123456789', says: null },
  { range: 'bytes=0-3', status: 206, body: '0123', says: 'bytes 0-3/10' },
  { range: 'bytes=4-', status: 206, body: '456789', says: 'bytes 4-9/10' },
  { range: 'bytes=-3', status: 206, body: '789', says: 'bytes 7-9/10' },
  { range: 'bytes=-99', status: 206, body: '0123456789', says: 'bytes 0-9/10' },
  { range: 'bytes=8-99', status: 206, body: '89', says: 'bytes 8-9/10' },
  { range: 'bytes=10-', status: 416, body: '', says: 'bytes */10' },
  { range: 'bytes=5-2', status: 200, body: '0123456789', says: null },
  { range: 'bytes=0-1,4-5', status: 200, body: '0123456789', says: null },
  { range: 'lines=1-2', status: 200, body: '0123456789', says: null },
  { range: 'bytes=-', status: 200, body: '0123456789', says: null },
])('answers $range', async ({ range, status, body, says }) => {
  const response = await ask(range);
  expect(response.status).toBe(status);
  expect(await response.text()).toBe(body);
  expect(response.headers.get('content-range')).toBe(says);
  expect(response.headers.get('accept-ranges')).toBe('bytes');
  if (status !== 416) expect(response.headers.get('content-length')).toBe(String(body.length));
});

it('sends a file without a byte', async () => {
  const response = await ask(undefined, 'none');
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect((await ask('bytes=0-', 'none')).status).toBe(416);
});

it('fails where there is no file, so that the reader is told', async () => {
  await expect(ask('bytes=0-', 'gone')).rejects.toMatchObject({ code: 'ENOENT' });
});
