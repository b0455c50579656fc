import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron as electron, expect, test } from '@playwright/test';
import { electronProgram } from '../../scripts/lib/electron.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const program = electronProgram();

test.describe('the desktop shell', () => {
  test.skip(program === null, 'skipped: Electron runtime not installed');

  test('opens its window, speaks to the core and closes', async () => {
    const home = mkdtempSync(join(tmpdir(), 'reticle-electron-'));
    const app = await electron.launch({
      ...(program && { executablePath: program }),
      args: ['--no-sandbox', root],
      env: { ...process.env, RETICLE_HOME: home } as Record<string, string>, // Playwright wants no undefined; there are none
    });
    const page = await app.firstWindow();
    await expect(page).toHaveTitle('Reticle');
    expect(page.url()).toMatch(/^reticle:\/\/app\//);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // The page sees a bridge of one function, and nothing of Node's.
    expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'reticle')))).toEqual(['pathForFile']);
    expect(await page.evaluate(() => typeof Reflect.get(window, 'require'))).toBe('undefined');
    await app.close();
    expect(existsSync(join(home, 'reticle.lock'))).toBe(false);
    rmSync(home, { recursive: true, force: true });
  });
});
