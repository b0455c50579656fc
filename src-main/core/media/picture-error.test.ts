import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputSpec } from '../local/family';
import { pictureToTensor } from '../local/picture-to-tensor';
import { TensorBuffers } from '../local/tensor-buffers';
import { withoutRights } from '../store/restricted.builder';
import { probePicture } from './picture-probe';
import { looksLike } from './picture-signature';

const spec: InputSpec = {
  name: 'images',
  size: { width: 64, height: 64 },
  layout: 'nchw',
  channels: 'rgb',
  type: 'float32',
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  fit: 'letterbox-top-left',
  pad: 114,
};
const { signal } = new AbortController();
const buffers = new TensorBuffers();

let folder = '';
const at = (name: string) => join(folder, name);
/** Random pixels: they do not compress, so that half of a file is half of the picture. */
const noise = () =>
  sharp({
    create: {
      width: 200,
      height: 150,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-pictures-'));
  writeFileSync(at('empty.jpg'), '');
  writeFileSync(at('notes.jpg'), 'Dear diary, today I renamed a text file.\n');
  writeFileSync(at('page.png'), '<!doctype html><title>404</title>');
  writeFileSync(at('paper.jpg'), '%PDF-1.7\n');
  writeFileSync(at('film.jpg'), Buffer.from('00000018667479706d703432', 'hex'));
  writeFileSync(at('random.jpg'), Buffer.from('00ff10fe20fd', 'hex'));
  mkdirSync(at('folder.jpg'));
  for (const format of ['jpeg', 'png', 'webp', 'tiff', 'avif', 'gif'] as const) {
    const whole = await noise().toFormat(format).toBuffer();
    writeFileSync(at(`whole.${format}`), whole);
    writeFileSync(at(`cut.${format}`), whole.subarray(0, Math.floor(whole.length / 2)));
  }
  const png = readFileSync(at('whole.png'));
  const middle = Math.floor(png.length / 2);
  writeFileSync(
    at('corrupt.png'),
    Buffer.concat([png.subarray(0, middle), Buffer.alloc(500, 7), png.subarray(middle + 500)]),
  );
  writeFileSync(at('header.jpg'), Buffer.from('ffd8ffe000104a46', 'hex'));
  // A real header of 30000 x 20000 pixels, with no picture behind it.
  const huge = Buffer.from(png);
  huge.writeUInt32BE(30_000, 16);
  huge.writeUInt32BE(20_000, 20);
  huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
  writeFileSync(at('huge.png'), huge);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function crc32(bytes: Buffer): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('a picture that cannot be read says why', () => {
  it.each([
    { name: 'empty.jpg', code: 'MEDIA_EMPTY', params: {} },
    { name: 'gone.jpg', code: 'MEDIA_GONE', params: {} },
    { name: 'notes.jpg', code: 'MEDIA_NOT_A_PICTURE', params: { seen: 'phrase.seen.text' } },
    { name: 'page.png', code: 'MEDIA_NOT_A_PICTURE', params: { seen: 'phrase.seen.webPage' } },
    { name: 'paper.jpg', code: 'MEDIA_NOT_A_PICTURE', params: { seen: 'phrase.seen.pdf' } },
    { name: 'film.jpg', code: 'MEDIA_NOT_A_PICTURE', params: { seen: 'phrase.seen.video' } },
    { name: 'random.jpg', code: 'MEDIA_NOT_A_PICTURE', params: { seen: 'phrase.seen.unknown' } },
    { name: 'folder.jpg', code: 'MEDIA_NOT_A_PICTURE', params: { seen: 'phrase.seen.folder' } },
    { name: 'header.jpg', code: 'MEDIA_UNREADABLE', params: {} },
    { name: 'huge.png', code: 'MEDIA_TOO_LARGE', params: { widthPx: 30_000, heightPx: 20_000, limitMegapixels: 268 } },
  ])('$name: $code', async ({ name, code, params }) => {
    const expected = { code, params: { name, ...params } };
    await expect(probePicture(at(name), signal)).rejects.toMatchObject(expected);
    await expect(pictureToTensor(at(name), spec, buffers, signal)).rejects.toMatchObject(expected);
  });

  it.each([
    { format: 'jpeg', reason: 'phrase.reason.tooShort' },
    { format: 'png', reason: 'phrase.reason.tooShort' },
    { format: 'gif', reason: 'phrase.reason.tooShort' },
    { format: 'avif', reason: 'phrase.reason.tooShort' },
    // Of these the library only says that it could not make sense of them.
    { format: 'webp', reason: 'webp: unable to parse image' },
    { format: 'tiff', reason: 'phrase.reason.wrongFormat' },
  ])('a $format of which half is there', async ({ format, reason }) => {
    await expect(pictureToTensor(at(`whole.${format}`), spec, buffers, signal)).resolves.toMatchObject({
      dims: [1, 3, 64, 64],
    });
    await expect(pictureToTensor(at(`cut.${format}`), spec, buffers, signal)).rejects.toMatchObject({
      code: 'MEDIA_UNREADABLE',
      params: { name: `cut.${format}`, reason },
    });
  });

  it('a damaged middle', async () => {
    await expect(pictureToTensor(at('corrupt.png'), spec, buffers, signal)).rejects.toMatchObject({
      code: 'MEDIA_UNREADABLE',
    });
  });

  it.skipIf(process.platform === 'win32')('a file that we may not read', async () => {
    writeFileSync(at('secret.jpg'), 'x');
    chmodSync(at('.'), 0o755);
    chmodSync(at('secret.jpg'), 0);
    const probed = withoutRights(() => probePicture(at('secret.jpg'), signal));
    await expect(probed).rejects.toMatchObject({ code: 'MEDIA_FORBIDDEN' });
  });

  it('stops when told to', async () => {
    await expect(probePicture(at('whole.png'), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('probePicture', () => {
  it.each([
    ['jpeg', 'jpeg'],
    ['png', 'png'],
    ['webp', 'webp'],
    ['tiff', 'tiff'],
    ['avif', 'avif'],
    ['gif', 'gif'],
  ])('knows %s', async (name, format) => {
    const facts = { widthPx: 200, heightPx: 150, format, frameCount: 1 };
    expect(await probePicture(at(`whole.${name}`), signal)).toEqual(facts);
  });

  it('turns a picture as its EXIF says', async () => {
    await noise().withExif({}).withMetadata({ orientation: 6 }).jpeg().toFile(at('turned.jpg'));
    expect(await probePicture(at('turned.jpg'), signal)).toMatchObject({ widthPx: 150, heightPx: 200 });
  });
});

describe('looksLike', () => {
  it('takes text in any language for text', () =>
    expect(looksLike(Buffer.from('Ünïcödé – 日本語')).words).toBe('phrase.seen.text'));
  it('takes an SVG for a picture', () =>
    expect(looksLike(Buffer.from('<?xml version="1.0"?><svg/>')).isPicture).toBe(true));
});
