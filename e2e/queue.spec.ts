import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Sqlite from 'better-sqlite3';
import sharp from 'sharp';
import { RunningApp } from './support/app';
import { expect, test } from './support/test';

const count = 160;

async function openQueue(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Queue' }).click();
}

/** Each one another: the same content would be analysed once. */
async function differentPictures(folder: string, howMany: number): Promise<void> {
  for (let index = 0; index < howMany; index += 1) {
    await sharp({ create: { width: 320 + index, height: 240, channels: 3, background: '#ccc' } })
      .png()
      .toFile(join(folder, `${index}.png`));
  }
}

/** What is stored, by picture: when. */
function storedIn(home: string): Map<string, number> {
  const database = new Sqlite(join(home, 'reticle.db'), { readonly: true });
  try {
    const rows = database.prepare<[], { id: string; at: number }>(
      'SELECT media_id AS id, created_at_ms AS at FROM predictions',
    );
    return new Map(rows.all().map(({ id, at }) => [id, at]));
  } finally {
    database.close();
  }
}

test('a batch that is killed again and again is offered at each start, loses nothing and does nothing twice', async ({
  browser,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'reticle-killed-'));
  await differentPictures(folder, 90);
  const home = mkdtempSync(join(tmpdir(), 'reticle-killed-home-'));
  let app = await RunningApp.start({ files: [folder], home });
  let before = new Map<string, number>();
  for (let kills = 0; kills < 3; kills += 1) {
    const page = await browser.newPage();
    await page.goto(app.link);
    if (kills > 0) await page.getByRole('button', { name: /^Continue \d+ remaining$/ }).click();
    // Some more are stored, wherever the run is then.
    await expect.poll(() => storedIn(home).size, { intervals: [20] }).toBeGreaterThan(before.size + 5);
    await app.kill();
    await page.close();
    const now = storedIn(home);
    for (const [id, at] of before) expect(now.get(id)).toBe(at);
    before = now;
    app = await RunningApp.start({ home });
  }
  const page = await browser.newPage();
  await page.goto(app.link);
  await page.getByRole('button', { name: /^Continue \d+ remaining$/ }).click();
  await openQueue(page);
  await expect(page.getByTestId('run').getByText('90 / 90 files')).toBeVisible({ timeout: 60_000 });
  const all = storedIn(home);
  expect(all.size).toBe(90);
  for (const [id, at] of before) expect(all.get(id)).toBe(at);
  await page.close();
  await app.stop();
  for (const made of [folder, home]) rmSync(made, { recursive: true, force: true });
});

test('a batch is paused, stays paused over a crash, and goes on to its end', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'reticle-batch-'));
  await differentPictures(folder, count);

  const first = await RunningApp.start({ files: [folder] });
  const page = await browser.newPage();
  await page.goto(first.link);
  await openQueue(page);
  await page.getByTestId('run').getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('run').getByText('Paused', { exact: true })).toBeVisible();
  const left = await page.getByRole('button', { name: /^Continue \d+ remaining$/ }).textContent();
  await first.kill();
  await page.close();

  const second = await RunningApp.start({ home: first.home });
  const again = await browser.newPage();
  await again.goto(second.link);
  await openQueue(again);
  await expect(again.getByTestId('run').getByText('Paused', { exact: true })).toBeVisible();
  await again.getByRole('button', { name: left ?? '', exact: true }).click();
  await expect(again.getByTestId('run').getByText('Done', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(again.getByTestId('run').getByText(`${count} / ${count}`)).toBeVisible();
  await again.close();
  await second.stop();
  await first.stop();
  rmSync(folder, { recursive: true, force: true });
});
