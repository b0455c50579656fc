import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { RunningApp } from './support/app';
import { expect, test } from './support/test';

const count = 400;

async function openQueue(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Queue' }).click();
}

test('a batch is paused, stays paused over a crash, and goes on to its end', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'reticle-batch-'));
  const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: '#ccc' } });
  for (let index = 0; index < count; index += 1)
    await picture
      .clone()
      .png()
      .toFile(join(folder, `${index}.png`));

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
