import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionId } from '#common/contract/connections';
import { composeCore } from '../core/compose';
import type { Core } from '../core/core';
import { MemorySecrets } from '../core/secrets/memory-secrets';
import { forkNodeProcess } from './fork-process';
import { productAround } from './product';
import { type Line, transports } from './transports.builder';

const product = productAround(import.meta.dirname);

/** The whole core behind each transport: what a page meets, short of the pixels. */
describe.each(transports)('the real core $name', ({ open }) => {
  let dataDir = '';
  let core: Core;
  let line: Line;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'reticle-core-'));
    core = await composeCore({
      shell: 'browser',
      version: product.version,
      dataDir,
      resourcesDir: product.resourcesDir,
      log: pino({ enabled: false }),
      secrets: new MemorySecrets(),
      now: () => new Date(),
      newId: () => crypto.randomUUID(),
      fork: forkNodeProcess,
      dialogs: null,
    });
    line = await open(core.router);
  });
  afterEach(async () => {
    await line.hangUp();
    await core.close();
    rmSync(dataDir, { recursive: true });
  });

  it('says what it is', async () => {
    expect(await line.api.app.info()).toMatchObject({ version: product.version, shell: 'browser', dataDir });
  });

  it('remembers settings', async () => {
    await line.api.settings.update({ theme: 'dark', layout: { tray: 300 } });
    expect(await line.api.settings.get()).toMatchObject({ theme: 'dark', layout: { tray: 300 }, language: 'system' });
  });

  it('keeps connections, and their keys to itself', async () => {
    const account = {
      provider: 'clouditia',
      name: 'Mine',
      baseUrl: 'http://127.0.0.1:9/jobs',
      key: 'sk_compute_x',
    } as const;
    const added = await line.api.connections.add(account);
    const listed = await line.api.connections.list();
    expect(listed).toEqual({ connections: [added], keysKeptIn: 'memory' });
    expect(JSON.stringify(listed)).not.toContain(account.key);
  });

  it('meters what is paid, keeps budgets, and starts nothing without an account', async () => {
    const meter = await line.api.sessions.meter();
    expect(meter).toMatchObject({ alarm: 'none', today: [], accounts: [] });
    const [day] = meter.budgets;
    if (!day) throw new Error('no budget');
    const saved = await line.api.sessions.saveBudget({ ...day.budget, limit: { minor: 700, currency: 'EUR' } });
    expect(saved[0]?.budget.limit.minor).toBe(700);
    expect(await line.api.sessions.list({ offset: 0, limit: 10 })).toEqual([]);
    const queue = line.api.sessions.queue({ connectionId: '00000000-0000-4000-8000-000000000000' as ConnectionId });
    await expect(queue).rejects.toMatchObject({ data: { code: 'CONNECTION_NOT_FOUND' } });
  });

  it('refuses what the contract does not know', async () => {
    const wrong = line.api.media.list({ offset: -1, limit: 10_000, filter: 'all', search: '' });
    await expect(wrong).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('names what is not there', async () => {
    const missing = line.api.models.rename({ modelId: 'no-such-model', name: 'x' });
    const error = await missing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ORPCError);
    expect(error).toMatchObject({
      defined: true,
      data: { code: 'MODEL_NOT_FOUND', params: { name: 'no-such-model' } },
    });
  });

  it('tells of a change when the sample pictures are opened, and shows them', async () => {
    const changes = await line.api.media.changes();
    const first = await changes.next();
    const { addedCount } = await line.api.media.addSamples();
    expect(addedCount).toBe(3);
    await vi.waitFor(async () => {
      const { items, total } = await line.api.media.list({ offset: 0, limit: 10, filter: 'all', search: '' });
      expect(total).toBe(3);
      expect(items.map(({ state, widthPx }) => [state, widthPx])).toEqual(Array(3).fill(['ready', 1440]));
    });
    const second = await changes.next();
    expect(second.value).not.toEqual(first.value);
    await changes.return?.(undefined);
  });
});
