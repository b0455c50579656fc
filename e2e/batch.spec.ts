import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { drop, expectOnlyRefusedPictures, pictures } from './support/inspect';
import { expect, test } from './support/test';

let folder: string;
const picture = async (text: string) =>
  sharp(Buffer.from(`<svg width="160" height="120"><rect width="160" height="120" fill="#dde"/>${text}</svg>`))
    .png()
    .toBuffer();
const circle = (x: number) => `<circle cx="${x}" cy="60" r="30" fill="#244"/>`;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-batch-'));
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
  for (let index = 0; index < 12; index += 1) {
    writeFileSync(join(folder, 'in', `${index}.png`), await picture(circle(40 + index * 5)));
  }
  writeFileSync(join(folder, 'in', 'deep', 'twin.png'), await picture(circle(40)));
  writeFileSync(join(folder, 'in', 'words.png'), 'no picture at all');
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a batch is looked at before it starts, writes its results, and knows them the next time', async ({
  reticle,
  watched,
}) => {
  await reticle.keyboard.press('Control+,');
  await reticle.getByText('Analyse pictures as soon as they are opened').click();
  await reticle.keyboard.press('Alt+1');
  await reticle.getByRole('button', { name: /path on this machine/ }).click();
  await reticle.getByRole('dialog').getByRole('textbox').fill(join(folder, 'in'));
  await reticle.keyboard.press('Enter');
  await expect(pictures(reticle)).toHaveCount(14);

  await reticle.keyboard.press('Control+Shift+Enter');
  const sheet = reticle.getByRole('dialog', { name: 'Before it starts' });
  await expect(sheet.getByTestId('batch-counts')).toContainText('13 pictures');
  await expect(sheet.getByText('1 file cannot be read and is left out')).toBeVisible();
  await sheet.getByRole('button', { name: 'Show' }).first().click();
  await expect(sheet.getByText(/words\.png is not a picture/)).toBeVisible();
  await expect(sheet.getByText('Leave out 1 file that holds the same as another')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Start · 12 files' })).toBeVisible();
  await sheet.getByText('Leave out 1 file').click();
  await expect(sheet.getByRole('button', { name: 'Start · 13 files' })).toBeVisible();

  await sheet.getByText('Write the results to a folder as well').click();
  const start = sheet.getByRole('button', { name: /^Start/ });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await sheet.getByRole('textbox', { name: 'Folder' }).fill(join(folder, 'in', '0.png', 'out'));
  await expect(sheet.getByText(/cannot be written/)).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Folder' }).fill(join(folder, 'out'));
  await expect(sheet.getByText(`First file: ${join(folder, 'out', '0.json')}`)).toBeVisible();
  await sheet.getByText('Copies with their overlays').click();
  await start.click();

  const run = reticle.getByTestId('run').first();
  await expect(run.getByText('Done', { exact: true })).toBeVisible();
  await expect(run.getByText('13 / 13 files')).toBeVisible();
  const written = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' });
  expect(written.filter((name) => name.endsWith('.json'))).toHaveLength(13);
  expect(written.filter((name) => name.endsWith('.png'))).toHaveLength(13);
  const [plain, drawn] = await Promise.all(
    ['in', 'out'].map((where) =>
      sharp(join(folder, where, '0.png'))
        .removeAlpha()
        .raw()
        .toBuffer(),
    ),
  );
  expect(drawn?.length).toBe(plain?.length);
  expect(drawn?.equals(plain ?? Buffer.alloc(0))).toBe(false);
  const record = JSON.parse(readFileSync(join(folder, 'out', 'deep', 'twin.json'), 'utf8'));
  expect(record.prediction.objects.length).toBeGreaterThan(0);

  await reticle.keyboard.press('Control+Shift+Enter');
  await expect(sheet.getByText('13 are known from earlier runs: their results are taken at once')).toBeVisible();
  await sheet.getByText('Write the results to a folder as well').click();
  await sheet.getByRole('button', { name: /^Start/ }).click();
  await expect(run.getByText(/12 known from earlier runs/)).toBeVisible();
  await run.getByRole('button', { name: 'Items' }).click();
  await expect(run.getByTestId('run-items').getByRole('row')).toHaveCount(13);
  await run.getByTestId('run-items').getByRole('button', { name: '3.png' }).click();
  await expect(reticle.getByText(/in an earlier run over the same content/)).toBeVisible();
  expectOnlyRefusedPictures(watched);
});

test('what is dropped on the queue starts from the sheet; failures say what helps', async ({ reticle, watched }) => {
  const whole = await picture(circle(80));
  await drop(
    reticle,
    [
      { name: 'whole.png', bytes: whole },
      { name: 'half.png', bytes: whole.subarray(0, whole.length - 60) },
    ],
    'Add to queue',
  );
  const sheet = reticle.getByRole('dialog', { name: 'Before it starts' });
  await sheet.getByRole('button', { name: 'Start · 2 files' }).click();
  const run = reticle.getByTestId('run').first();
  await run.getByRole('button', { name: '1 failed', exact: true }).click();
  await expect(run.getByText('1 failed · cannot be read')).toBeVisible();
  await expect(run.getByText(/half\.png is damaged/)).toBeVisible();
  await run.getByRole('button', { name: 'Take out of the list' }).click();
  await reticle.keyboard.press('Alt+1');
  await expect(pictures(reticle)).toHaveCount(1);
  expectOnlyRefusedPictures(watched);
});
