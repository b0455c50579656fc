import type { Page } from '@playwright/test';
import { RunningEmulators } from './support/emulators';
import { headline, pictures } from './support/inspect';
import { expect, test } from './support/test';

let emulators: RunningEmulators;
test.beforeEach(async () => {
  emulators = await RunningEmulators.start();
});
test.afterEach(() => emulators.kill());

async function connect(page: Page): Promise<void> {
  const eyepop = emulators.ready.eyepop;
  if (!eyepop) throw new Error('there is no emulator of EyePop');
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Add a connection…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mine');
  await dialog.getByRole('textbox', { name: 'Address' }).fill(eyepop.url);
  await dialog.getByLabel('Key', { exact: true }).fill(eyepop.env.EYEPOP_API_KEY ?? '');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(eyepop.url)).toBeVisible();
}

async function runAt(page: Page, place: string): Promise<void> {
  await page.getByTestId('where').click();
  await page.getByRole('menuitem', { name: place }).click();
  await expect(page.getByTestId('where')).toHaveText(place);
}

test('a Pop runs on EyePop, and on this computer when EyePop goes away', async ({ reticle }) => {
  test.setTimeout(120_000);
  await connect(reticle);
  await reticle.keyboard.press('Alt+1');
  await runAt(reticle, 'EyePop · Mine');
  await expect(reticle.getByRole('button', { name: 'Run · price not known' })).toBeVisible();
  await reticle.getByRole('button', { name: 'Regions (built in)' }).click();
  await reticle.getByRole('option', { name: /Regions → outlines/ }).click();
  await reticle.getByRole('button', { name: 'Try the sample' }).click();
  await expect(pictures(reticle)).toHaveCount(3);
  // Nothing that may cost money starts by itself.
  await expect(reticle.getByRole('heading', { name: 'Not analysed yet' }).first()).toBeVisible();
  await reticle.getByRole('listbox', { name: 'Pictures' }).focus();
  await reticle.keyboard.press('Control+A');
  await reticle.getByRole('button', { name: 'Run 3 · price not known' }).click();
  await expect(headline(reticle)).toBeVisible({ timeout: 60_000 });
  await expect(reticle.getByText('Regions → outlines · EyePop')).toBeVisible();
  await expect(reticle.getByText(/^\d+ objects?$/)).toHaveCount(3, { timeout: 60_000 });

  await emulators.kill();
  await runAt(reticle, 'EyePop, else here · Mine');
  await reticle.getByRole('button', { name: /^Run.* · price not known$/ }).click();
  await expect(reticle.getByText('Regions → outlines · CPU')).toBeVisible({ timeout: 60_000 });
});
