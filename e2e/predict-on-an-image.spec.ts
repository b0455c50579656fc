import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RunningApp } from './support/app';
import { drop, expectOnlyRefusedPictures, headline, objects, pictures } from './support/inspect';
import { expect, test } from './support/test';

const root = resolve(import.meta.dirname, '..');
const samples = join(root, 'resources', 'samples');
const fixtures = resolve(root, '..', 'shared', 'fixtures');

test('a new user tries the samples and sees what the model sees', async ({ reticle }) => {
  await reticle.getByRole('button', { name: 'Try the sample' }).click();
  await expect(headline(reticle)).toBeVisible();
  await expect(pictures(reticle)).toHaveCount(3);
  await expect(objects(reticle).getByRole('option').first()).toContainText('region');
  // The overlay is on the canvas: something of the marks' colour stands there.
  expect(await reticle.locator('canvas').count()).toBeGreaterThan(0);
});

test('the confidence slider hides and shows objects without running the model again', async ({ reticle }) => {
  await reticle.getByRole('button', { name: 'Try the sample' }).click();
  await expect(headline(reticle)).toBeVisible();
  const kept = reticle.getByText(/^kept \d+\/\d+$/);
  const before = await kept.textContent();
  for (let i = 0; i < 9; i += 1) await reticle.keyboard.press('=');
  await expect(kept).not.toHaveText(before ?? '');
  await expect(kept).toHaveText(/^kept \d\/\d+$/);
  await reticle.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Queue' }).click();
  await expect(reticle.getByText(/3\s*\/\s*3/).first()).toBeVisible();
});

test('dropped files are analysed; a broken one says what is wrong and the rest goes on', async ({
  reticle,
  watched,
}) => {
  const bytes = readFileSync(join(samples, 'coins-on-cloth.jpg'));
  await drop(reticle, [
    { name: 'good.jpg', bytes },
    { name: 'empty.png', bytes: Buffer.alloc(0) },
    { name: 'notes.jpg', bytes: Buffer.from('Dear diary, this is no picture at all.\n'.repeat(20)) },
    { name: 'cut-off.jpg', bytes: bytes.subarray(0, bytes.length / 2) },
  ]);
  await expect(pictures(reticle)).toHaveCount(4);
  await expect(headline(reticle)).toBeVisible();
  await pictures(reticle).filter({ hasText: 'empty.png' }).click();
  await expect(reticle.getByText('empty.png is empty (0 bytes).').first()).toBeVisible();
  await pictures(reticle).filter({ hasText: 'notes.jpg' }).click();
  await expect(reticle.getByText(/notes\.jpg is not a picture that we can read/).first()).toBeVisible();
  await pictures(reticle).filter({ hasText: 'good.jpg' }).click();
  await expect(headline(reticle)).toBeVisible();
  expectOnlyRefusedPictures(watched);
});

test('what was found is still there after the app was killed', async ({ browser }) => {
  const first = await RunningApp.start();
  const page = await browser.newPage();
  await page.goto(first.link);
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(page.getByText(/^\d+ objects?$/)).toHaveCount(3);
  await first.kill();
  await page.close();
  const second = await RunningApp.start({ home: first.home });
  const again = await browser.newPage();
  await again.goto(second.link);
  await expect(again.getByText(/^\d+ objects?$/)).toHaveCount(3);
  await pictures(again).first().click();
  await expect(headline(again)).toBeVisible();
  await again.close();
  await second.stop();
  await first.stop();
});

test('objects are reached by keyboard alone, and the result is exported', async ({ reticle, app }) => {
  await reticle.getByRole('button', { name: 'Try the sample' }).click();
  await expect(headline(reticle)).toBeVisible();
  await objects(reticle).focus();
  await reticle.keyboard.press('ArrowDown');
  await reticle.keyboard.press('Enter');
  await reticle.getByRole('tab', { name: 'Object' }).click();
  await expect(reticle.getByText(/^x [\d.,]+, y [\d.,]+, [\d.,]+ × [\d.,]+ px$/)).toBeVisible();
  const shown = await reticle.evaluate(() => document.querySelector('img[src*="/media/"]')?.getAttribute('src') ?? '');
  const mediaId = /\/media\/([^/]+)\//.exec(shown)?.[1];
  const csv = await reticle.request.get(`${app.origin}/export?format=csv&media=${mediaId}`);
  expect(csv.headers()['content-type']).toContain('text/csv');
  expect((await csv.text()).split('\n')[1]).toMatch(/\.jpg,1440,960,local,regions,/);
});

test('a model that the person brings finds a person', async ({ reticle }) => {
  const model = join(fixtures, 'models', 'yolox_nano.onnx');
  test.skip(!existsSync(model), 'no fixtures beside this checkout');
  await reticle.getByRole('button', { name: 'Try the sample' }).click();
  await expect(headline(reticle)).toBeVisible();
  await reticle.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Models' }).click();
  const chooser = reticle.waitForEvent('filechooser');
  await reticle.getByRole('button', { name: 'Add model' }).click();
  await (await chooser).setFiles(model);
  await reticle.getByRole('button', { name: 'Use this model' }).first().click();
  await reticle.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Inspect' }).click();
  await drop(reticle, [{ name: 'astronaut.png', bytes: readFileSync(join(fixtures, 'images', 'astronaut.png')) }]);
  await pictures(reticle).filter({ hasText: 'astronaut.png' }).click();
  await expect(objects(reticle).getByRole('option').first()).toContainText('person');
  // An independent runtime says 92.6 %.
  await expect(objects(reticle).getByRole('option').first()).toContainText(/9[1-4]%/);
});
