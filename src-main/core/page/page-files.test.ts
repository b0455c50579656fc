import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageFile, pathInside } from './page-files';
import { withSecurityHeaders } from './security-headers';

let root = '';
let folder = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'reticle-page-'));
  folder = join(root, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<title>Reticle</title>');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'notes.secret'), 'not for the page');
  writeFileSync(join(root, 'outside.js'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const get = (path: string, method = 'GET') => pageFile(folder, new Request(`http://127.0.0.1${path}`, { method }));

describe('pageFile', () => {
  it('serves the page for the root and scripts by name', async () => {
    const page = await get('/');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Reticle');
    const script = await get('/assets/main-1a2b.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toBe('export {};');
  });

  it('answers HEAD with the size and no body', async () => {
    const head = await get('/assets/main-1a2b.js', 'HEAD');
    expect(head.headers.get('content-length')).toBe('10');
    expect(await head.text()).toBe('');
  });

  it.each([
    '/nothing.js',
    '/assets',
    '/notes.secret',
    '/..%2foutside.js',
    '/%2e%2e%2foutside.js',
    '/..%5coutside.js',
    '/%00',
  ])('does not find %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe('pathInside', () => {
  it.each([
    '/../outside.js',
    '/assets/../../outside.js',
    '/a/%2e%2e/%2e%2e/outside.js',
    '/..\\outside.js',
    '/%E0%A4%A',
  ])('refuses %s', (path) => expect(pathInside('/srv/renderer', path)).toBeNull());
  it('takes dots that are part of a name', () =>
    expect(pathInside('/srv/renderer', '/a..b.js')).toBe(join('/srv/renderer', 'a..b.js')));
});

describe('withSecurityHeaders', () => {
  it('adds the policy of the page and keeps a stricter one', () => {
    const plain = withSecurityHeaders(new Response('x'));
    expect(plain.headers.get('content-security-policy')).toContain("object-src 'none'");
    expect(plain.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
    const strict = withSecurityHeaders(
      new Response('x', { headers: { 'content-security-policy': "default-src 'none'" } }),
    );
    expect(strict.headers.get('content-security-policy')).toBe("default-src 'none'");
  });
});
