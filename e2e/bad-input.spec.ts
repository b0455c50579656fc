import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { drop, expectOnlyRefusedPictures, headline, objects, pictures } from './support/inspect';
import { expect, test } from './support/test';

const samples = resolve(import.meta.dirname, '..', 'resources', 'samples');
const goodBytes = () => readFileSync(join(samples, 'coins-on-cloth.jpg'));

/** A whole PNG of one bit a pixel, all of it black: 20,000 × 20,000 in 50 kB. */
function aHugePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))), { level: 1 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

test('a picture of 20,000 × 20,000 pixels is refused in one sentence, and the rest goes on', async ({
  reticle,
  watched,
}) => {
  await drop(reticle, [
    { name: 'huge.png', bytes: aHugePng(20_000) },
    { name: 'good.jpg', bytes: goodBytes() },
  ]);
  await pictures(reticle).filter({ hasText: 'huge.png' }).click();
  await expect(reticle.getByText(/huge\.png has 20.?000 × 20.?000 pixels/).first()).toBeVisible();
  await pictures(reticle).filter({ hasText: 'good.jpg' }).click();
  await expect(headline(reticle)).toBeVisible();
  expectOnlyRefusedPictures(watched);
});

test('a file deleted after it was listed is said to be gone; what was found in it stays', async ({
  reticle,
  watched,
}, info) => {
  const folder = info.outputPath('pictures');
  mkdirSync(folder, { recursive: true });
  for (const name of ['first.jpg', 'second.jpg']) writeFileSync(join(folder, name), goodBytes());
  await reticle.keyboard.press('Control+k');
  await reticle.keyboard.type('Open a path');
  await reticle.keyboard.press('Enter');
  await reticle.getByRole('textbox', { name: 'File or folder' }).fill(folder);
  await reticle.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(pictures(reticle)).toHaveCount(2);
  await expect(reticle.getByText(/^\d+ objects?$/)).toHaveCount(2);
  rmSync(join(folder, 'second.jpg'));
  await pictures(reticle).filter({ hasText: 'second.jpg' }).click();
  await reticle.keyboard.press('Control+Enter');
  await expect(reticle.getByText(/second\.jpg is no longer there/).first()).toBeVisible();
  await pictures(reticle).filter({ hasText: 'first.jpg' }).click();
  await expect(headline(reticle)).toBeVisible();
  expectOnlyRefusedPictures(watched);
});

test('two windows on one data folder show the same, and one closing does not stop the other', async ({
  reticle,
  app,
  context,
}) => {
  const second = await context.newPage();
  await second.goto(app.origin);
  await drop(reticle, [{ name: 'one.jpg', bytes: goodBytes() }]);
  await expect(pictures(second).filter({ hasText: 'one.jpg' })).toBeVisible();
  await drop(second, [{ name: 'two.jpg', bytes: goodBytes() }]);
  await expect(pictures(reticle)).toHaveCount(2);
  await second.close();
  await pictures(reticle).filter({ hasText: 'two.jpg' }).click();
  await expect(headline(reticle)).toBeVisible();
  await expect(objects(reticle).getByRole('option').first()).toContainText('region');
});
