import { expect, it } from 'vitest';
import { arrowProblem, importsOf } from './arrows.mjs';

it.each([
  ['src-main/common/contract/a.ts', 'zod'],
  ['src-main/common/contract/a.ts', './base'],
  ['src-main/common/contract/a.test.ts', 'vitest'],
  ['src-main/core/media/a.ts', '#common/errors'],
  ['src-main/core/media/a.ts', '../store/open-database'],
  ['src-main/core/media/a.ts', 'node:fs'],
  ['src-main/node/server.ts', '../core/compose'],
  ['src-main/electron/main.ts', 'electron'],
  ['src-preload/preload.ts', 'electron'],
  ['src-renderer/app/a.tsx', '#common/contract/contract'],
  ['src-renderer/app/a.tsx', '../features/intake/intake'],
  ['e2e/support/app.ts', '../../src-main/core/core'],
])('%s may import %s', (file, specifier) => expect(arrowProblem(file, specifier)).toBeNull());

it.each([
  ['src-main/common/errors.ts', '../core/core'],
  ['src-main/common/errors.ts', '#core/core'],
  ['src-main/common/errors.ts', 'node:fs'],
  ['src-main/common/errors.ts', 'sharp'],
  ['src-main/core/media/a.ts', 'electron'],
  ['src-main/core/media/a.test.ts', 'electron'],
  ['src-main/core/media/a.ts', '../../node/data-dir'],
  ['src-main/core/media/a.ts', '../../../src-renderer/app/api'],
  ['src-main/node/server.ts', 'electron'],
  ['src-main/node/server.ts', '../electron/main'],
  ['src-preload/preload.ts', '../src-main/core/core'],
  ['src-preload/preload.ts', 'node:fs'],
  ['src-renderer/app/a.tsx', '#core/core'],
  ['src-renderer/app/a.tsx', '../../src-main/core/core'],
  ['src-renderer/app/a.tsx', 'node:path'],
  ['src-renderer/app/a.tsx', 'electron'],
  ['src-renderer/app/a.tsx', '@orpc/server'],
])('%s may not import %s', (file, specifier) => expect(arrowProblem(file, specifier)).toMatch(/may not import/));

it('finds every kind of import, and none in a comment', () => {
  const source = `
    import { a } from 'one';
    import type { B } from "two";
    import 'three';
    export { c } from 'four';
    const d = await import('five');
    import {
      long,
    } from 'six';
    // import x from 'not this';
    /* import y from 'nor this'; */
  `;
  expect(importsOf(source).sort()).toEqual(['five', 'four', 'one', 'six', 'three', 'two']);
});
