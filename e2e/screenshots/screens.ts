import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { startClouditiaEmulator } from '../emulators/clouditia/emulator';
import { drop } from '../support/inspect';
import { expect, test } from '../support/test';

const fixtures = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'fixtures');

const folder = resolve(import.meta.dirname, '..', '..', 'docs', 'screens');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
];

/** One screen in both themes and both sizes, with at most 256 colours: these files live in the repository. */
async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of sizes) {
      await page.setViewportSize(size);
      // The canvas follows the new size in the next frames.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      const file = join(folder, `${name}-${colorScheme}-${size.width}x${size.height}.png`);
      await sharp(picture).png({ palette: true, quality: 95, effort: 8 }).toFile(file);
    }
  }
  await page.setViewportSize(sizes[0] ?? { width: 1440, height: 900 });
}

const goTo = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name }).click();

async function openSamples(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(page.getByText(/^\d+ objects?$/)).toHaveCount(3, { timeout: 30_000 });
}

test('the screens', async ({ reticle }) => {
  test.setTimeout(300_000);
  await expect(reticle.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot(reticle, 'first-run');
  await openSamples(reticle);
  for (const name of ['coins-on-cloth', 'evening-street', 'things-on-a-desk']) {
    await reticle.getByText(`${name}.jpg`).first().click();
    await expect(reticle.getByText(/^\d+ objects, /)).toBeVisible();
    await shoot(reticle, `inspect-${name}`);
  }
  await goTo(reticle, 'Pops');
  await reticle.getByRole('button', { name: 'Try on the picture' }).click();
  await expect(reticle.getByTestId('pop-trial')).toBeVisible();
  await shoot(reticle, 'pops');
  await goTo(reticle, 'Queue');
  await reticle.getByRole('button', { name: 'Prepare a batch…' }).click();
  const sheet = reticle.getByRole('dialog', { name: 'Before it starts' });
  await expect(sheet.getByRole('button', { name: 'Start · 3 files' })).toBeVisible();
  await sheet.getByText('Write the results to a folder as well').click();
  await sheet.getByRole('textbox', { name: 'Folder' }).fill('/tmp/results');
  await expect(sheet.getByText(/First file/)).toBeVisible();
  await shoot(reticle, 'batch');
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await reticle.getByTestId('run').first().getByRole('button', { name: 'Items' }).click();
  for (const screen of ['Queue', 'Models', 'Settings']) {
    await goTo(reticle, screen);
    await expect(reticle.locator('main:not([aria-busy])').getByText(screen, { exact: true }).first()).toBeVisible();
    await shoot(reticle, screen.toLowerCase());
  }
});

test('a video', async ({ reticle }) => {
  test.skip(!existsSync(fixtures), 'the fixtures are not here: the pictures of the video stay as they are');
  test.setTimeout(300_000);
  await drop(reticle, [{ name: 'yolox_nano.onnx', bytes: readFileSync(join(fixtures, 'models', 'yolox_nano.onnx')) }]);
  await reticle.getByRole('button', { name: 'Use this model' }).click();
  await reticle
    .getByRole('button', { name: /yolox_nano/ })
    .first()
    .click();
  await reticle.getByRole('option', { name: /Objects → track/ }).click();
  await drop(reticle, [{ name: 'people.mp4', bytes: readFileSync(join(fixtures, 'video', 'pedestrians.mp4')) }]);
  await expect(reticle.getByTestId('analysed')).toHaveText('150 of 150 frames analysed', { timeout: 60_000 });
  for (const close of await reticle.getByRole('button', { name: 'Close' }).all()) await close.click();
  await reticle.keyboard.press('C');
  await reticle.getByTestId('timeline-canvas').click({ position: { x: 300, y: 6 } });
  await expect(reticle.getByTestId('headline')).toContainText(/^\d+ objects/);
  await shoot(reticle, 'video');
});

test('sessions and their costs', async ({ reticle }) => {
  test.setTimeout(300_000);
  const clouditia = await startClouditiaEmulator();
  try {
    await goTo(reticle, 'Settings');
    await reticle.getByRole('button', { name: 'Add a connection…' }).click();
    const dialog = reticle.getByRole('dialog');
    await dialog.getByRole('button', { name: /EyePop/ }).click();
    await reticle.getByRole('option', { name: 'Clouditia' }).click();
    await dialog.getByRole('textbox', { name: 'Address' }).fill(clouditia.url);
    await dialog.getByLabel('Key', { exact: true }).fill(clouditia.apiKey);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await goTo(reticle, 'Sessions');
    for (const name of ['night shift', 'day shift']) {
      await reticle.getByRole('button', { name: 'New session…' }).click();
      await dialog.getByRole('radio').first().check();
      await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
      await dialog.getByRole('button', { name: /^Start · €/ }).click();
      await expect(reticle.getByRole('article', { name })).toHaveAttribute('data-state', 'starting');
    }
    clouditia.advance(1500);
    await reticle.getByRole('button', { name: 'Ask the provider now' }).click();
    await reticle.getByRole('article', { name: 'night shift' }).getByRole('button', { name: 'Stop' }).click();
    await reticle.getByRole('alertdialog').getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(reticle.getByText(/^Stopping, asked/)).toBeVisible();
    clouditia.advance(10);
    await expect(reticle.getByTestId('stop-proof')).toBeVisible({ timeout: 30_000 });
    await shoot(reticle, 'sessions');
    await goTo(reticle, 'Costs');
    await expect(reticle.getByTestId('month-total')).toBeVisible();
    await shoot(reticle, 'costs');
  } finally {
    await clouditia.close();
  }
});
