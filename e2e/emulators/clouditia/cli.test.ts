import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { Session } from '#common/contract/sessions';
import { runCli } from '../../../src-main/node/cli.builder';
import { startClouditiaEmulator } from './emulator';

let home = '';
let clouditia: Awaited<ReturnType<typeof startClouditiaEmulator>>;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'reticle-cli-sessions-'));
  clouditia = await startClouditiaEmulator({ stopMs: 0 });
});
afterEach(async () => {
  await clouditia.close();
  rmSync(home, { recursive: true });
});
const cli = (...args: string[]) => runCli({ home, cwd: home, env: clouditia.env }, ...args);
const json = async <T>(shape: z.ZodType<T>, ...args: string[]) => {
  const { status, stdout, stderr } = await cli(...args, '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return shape.parse(JSON.parse(stdout));
};

it('shows what is for sale, starts, lists, tells the cost of, and stops with the provider’s word', async () => {
  expect((await cli('gpus')).stdout).toMatch(/^GPU .*\n(.*\n)*nvidia-rtx-4090 +2 +EUR 1\.50\/h\n/);
  expect((await cli('balance')).stdout).toBe('EUR 100.00\n');
  const made = await json(
    Session,
    'sessions',
    'create',
    '--gpu',
    '2xnvidia-rtx-4090',
    '--cost-limit',
    '1.5',
    '--name',
    'night',
  );
  expect(made).toMatchObject({ state: 'starting', gpus: [{ type: 'nvidia-rtx-4090', count: 2 }] });
  expect(made.limits.cost).toEqual({ minor: 150, currency: 'EUR' });
  clouditia.advance(5 + 600);
  const [listed] = await json(z.array(Session), 'sessions', 'list');
  expect(listed).toMatchObject({ id: made.id, name: 'night', state: 'running', billing: 'billing' });
  expect((await cli('sessions', 'cost')).stdout).toMatch(/^NOW +EUR 3\.00\/h\nTODAY +EUR 0\.50\n/);
  const stop = await cli('sessions', 'stop', made.providerId?.slice(0, 8) ?? '');
  expect(stop).toMatchObject({ status: 0, stderr: '' });
  expect(stop.stdout).toMatch(/stopped +ended +2xnvidia-rtx-4090 +EUR 3\.00\/h +EUR 0\.50 \(billed\)/);
  expect(await cli('sessions', 'stop', '--all')).toMatchObject({ status: 0, stdout: 'Nothing is running.\n' });
});

it('keeps the key of the environment to itself', async () => {
  await cli('sessions', 'list');
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) {
    expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(clouditia.apiKey);
  }
});

it('waits in the queue, and shows it', async () => {
  const wish = ['--gpu', '3xnvidia-rtx-4090', '--queue'];
  expect((await cli('sessions', 'create', ...wish)).stdout).toContain('queued');
  expect((await cli('queue')).stdout).toMatch(/waiting +1 /);
});

it.each([
  { args: ['sessions', 'create'], says: '--gpu says which GPU' },
  { args: ['sessions', 'create', '--gpu', 'a', '--cost-limit', '-1'], says: '--cost-limit' },
  { args: ['sessions', 'create', '--gpu', 'a', '--time-limit', '1d'], says: '--time-limit 1d: write 90s, 30m or 2h.' },
  { args: ['sessions', 'stop'], says: 'Use: reticle sessions list' },
  { args: ['gpus', '--connection', 'other'], says: '--connection says which account: clouditia.' },
])('refuses $args', async ({ args, says }) => {
  const { status, stderr } = await cli(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(says);
});

it('passes on what the budget and the provider refuse', async () => {
  const greedy = await cli('sessions', 'create', '--gpu', 'nvidia-rtx-3090', '--cost-limit', '50');
  expect(greedy).toMatchObject({ status: 1, stderr: expect.stringContaining('budget') });
  const unknown = await cli('sessions', 'create', '--gpu', 'nvidia-rtx-1');
  expect(unknown).toMatchObject({ status: 1, stderr: expect.stringContaining('nvidia-rtx-1') });
  expect(clouditia.world.sessions.all).toEqual([]);
});
