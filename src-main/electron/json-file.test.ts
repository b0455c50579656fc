import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { JsonFile } from './json-file';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-json-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const Shape = z.object({ size: z.int() });

it('remembers, in a folder that was not there', () => {
  const path = join(folder, 'window', 'state.json');
  new JsonFile(path, Shape).write({ size: 3 });
  expect(new JsonFile(path, Shape).read()).toEqual({ size: 3 });
});

it.each(['', '{"size":', '{"size":"large"}'])('knows nothing when the file holds %j', (content) => {
  const path = join(folder, 'state.json');
  writeFileSync(path, content);
  expect(new JsonFile(path, Shape).read()).toBeNull();
});

it('knows nothing when there is no file', () => {
  expect(new JsonFile(join(folder, 'none.json'), Shape).read()).toBeNull();
});
