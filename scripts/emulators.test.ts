import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, it } from 'vitest';
import { bundleScript } from './lib/bundle-script.mjs';

const root = join(import.meta.dirname, '..');
let main = '';
beforeAll(async () => {
  main = await bundleScript(join(root, 'e2e', 'emulators', 'main.ts'), join(root, 'out', 'test', 'emulators'));
});

const start = (...args: string[]) => spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

it('says in one line where the emulators are and what to set, answers there, and ends when it is told to', async () => {
  const child = start('--json');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]; // what readline hands over
  const { eyepop, clouditia } = JSON.parse(line);
  expect(eyepop.env.EYEPOP_URL).toBe(eyepop.url);
  const headers = { authorization: `Bearer ${eyepop.env.EYEPOP_API_KEY}` };
  const answer = await fetch(`${eyepop.url}/v1/sessions`, { headers });
  expect(await answer.json()).toEqual([]);
  expect(clouditia.env.RETICLE_CLOUDITIA_URL).toBe(clouditia.url);
  const verified = await fetch(`${clouditia.url}/api/computing/verify/`, {
    headers: { authorization: `Bearer ${clouditia.env.RETICLE_CLOUDITIA_KEY}` },
  });
  expect(await verified.json()).toMatchObject({ valid: true });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('refuses what it does not know, and says how it is used', async () => {
  const child = start('--port-base', 'ten');
  const [said, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(exit).toEqual([2, null]);
  expect(said).toMatch(/--port-base ten is no port\nUsage: npm run/);
});
