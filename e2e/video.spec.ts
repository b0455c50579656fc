import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { canMakeVideos, everyMs, ffmpegRun, numberedVideo } from '../src-main/core/media/video/test-videos.builder';
import { drop, pictures } from './support/inspect';
import { expect, test } from './support/test';

const fixtures = resolve(import.meta.dirname, '..', '..', 'shared', 'fixtures');
const analysed = (page: Page) => page.getByTestId('analysed');
const timeline = (page: Page) => page.getByTestId('timeline-canvas');

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-e2e-video-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The frame that the page says is on screen, and the number painted into the picture that it drew. */
type Seen = { readonly said: number; readonly painted: number };

/** Reads both in the page, between two redraws. */
function readFrame(): Seen {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=stage] canvas');
  const said = Number(document.querySelector<HTMLElement>('[data-frame]')?.dataset.frame);
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return { said, painted: -1 };
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  const isDrawn = (x: number, y: number) => (data[(y * width + x) * 4 + 3] ?? 0) > 0;
  const middle = { x: width >> 1, y: height >> 1 };
  const first = (isAt: (at: number) => boolean, end: number) => {
    let at = 0;
    while (at < end && !isAt(at)) at += 1;
    return at;
  };
  const left = first((x) => isDrawn(x, middle.y), width);
  const top = first((y) => isDrawn(middle.x, y), height);
  const [wide, tall] = [width - 2 * left, height - 2 * top];
  let painted = 0;
  for (let bit = 0; bit < 12; bit += 1) {
    const x = Math.round(left + ((8 + (bit + 0.5) * 12) / 160) * wide);
    const y = Math.round(top + 0.5 * tall);
    painted = painted * 2 + ((data[(y * width + x) * 4] ?? 0) > 128 ? 1 : 0);
  }
  return { said, painted };
}

/** Frames seen while it plays, each read in a redraw of its own. */
async function watchPlayback(page: Page, redraws: number): Promise<Seen[]> {
  return page.evaluate(
    async ({ source, count }) => {
      const read = new Function(`return (${source})()`) as () => { said: number; painted: number };
      const seen: { said: number; painted: number }[] = [];
      while (seen.length < count) {
        await new Promise(requestAnimationFrame);
        seen.push(read());
      }
      return seen;
    },
    { source: readFrame.toString(), count: redraws },
  );
}

const bFrames = ['-c:v', 'libx264', '-preset', 'medium', '-crf', '12', '-bf', '3', '-g', '30'];
const unevenMs = everyMs(90, 1).map((index) => index * 40 + ((index * 37) % 30));
const videos = [
  {
    name: 'constant-b-frames.mp4',
    make: (to: string) => numberedVideo(to, 'constant-b-frames.mp4', everyMs(90, 40), bFrames),
  },
  { name: 'variable.mkv', make: (to: string) => numberedVideo(to, 'variable.mkv', unevenMs, bFrames) },
  {
    name: 'late.mkv',
    make: (to: string) => numberedVideo(to, 'late.mkv', everyMs(90, 40), [...bFrames, '-output_ts_offset', '3.2']),
  },
  {
    name: 'edit-list.mp4',
    firstNumber: 25,
    make: (to: string) => {
      numberedVideo(to, 'whole.mp4', everyMs(115, 40), bFrames);
      ffmpegRun('-ss', '1.0', '-i', join(to, 'whole.mp4'), '-c', 'copy', join(to, 'edit-list.mp4'));
      return join(to, 'edit-list.mp4');
    },
  },
];

/** In each of the four videos; `RETICLE_SEEKS=125` makes it the 500 that we measure with. */
const seeks = Number(process.env.RETICLE_SEEKS ?? 25);

for (const { name, make, firstNumber = 0 } of videos) {
  test(`the frame named is the frame on screen: ${name}`, async ({ reticle }) => {
    test.skip(!canMakeVideos, 'ffmpeg is not installed');
    test.setTimeout(60_000 + seeks * 1000);
    await drop(reticle, [{ name, bytes: readFileSync(make(folder)) }]);
    await expect(analysed(reticle)).toHaveText(/of 90 frames analysed/);
    await expect(reticle.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
    const place = reticle.getByRole('textbox', { name: 'Time or frame' });
    // The same places each time, from all over the video.
    for (let turn = 0; turn < seeks; turn += 1) {
      const frame = (turn * 53 + 7) % 90;
      await place.click();
      await place.fill(String(frame));
      await place.press('Enter');
      await expect
        .poll(() => reticle.evaluate(readFrame), { message: `frame ${frame}`, intervals: [30, 30, 50, 100] })
        .toEqual({ said: frame, painted: frame + firstNumber });
    }
    await reticle.keyboard.press('Home');
    await expect.poll(async () => (await reticle.evaluate(readFrame)).said).toBe(0);
    await reticle.keyboard.press('Space');
    const seen = await watchPlayback(reticle, 60);
    expect(new Set(seen.map(({ said }) => said)).size).toBeGreaterThan(5);
    expect(seen.filter(({ said, painted }) => painted !== said + firstNumber)).toEqual([]);
    await reticle.keyboard.press('Space');
    const stopped = await reticle.evaluate(readFrame);
    await reticle.keyboard.press('.');
    await expect.poll(async () => (await reticle.evaluate(readFrame)).painted).toBe(stopped.painted + 1);
  });
}

test('a video that no browser plays is analysed, and shown by a copy made for it', async ({ reticle }) => {
  test.skip(!canMakeVideos, 'ffmpeg is not installed');
  const path = numberedVideo(folder, 'archive.mkv', everyMs(50, 40), ['-c:v', 'ffv1']);
  await drop(reticle, [{ name: 'archive.mkv', bytes: readFileSync(path) }]);
  await expect(reticle.getByText('FFV1 cannot be shown here.')).toBeVisible();
  await expect(analysed(reticle)).toHaveText('50 of 50 frames analysed', { timeout: 30_000 });
  await reticle.getByRole('button', { name: 'Make a preview copy' }).click();
  await expect(reticle.getByText('FFV1 cannot be shown here.')).toBeHidden({ timeout: 30_000 });
  const place = reticle.getByRole('textbox', { name: 'Time or frame' });
  for (const frame of [31, 4, 49, 0, 17]) {
    await place.click();
    await place.fill(String(frame));
    await place.press('Enter');
    await expect.poll(() => reticle.evaluate(readFrame)).toEqual({ said: frame, painted: frame });
  }
});

test('a video is dropped, analysed while it can be watched, and walked through by what was found', async ({
  reticle,
}) => {
  test.skip(!existsSync(fixtures), 'the fixtures are not here');
  await drop(reticle, [{ name: 'yolox_nano.onnx', bytes: readFileSync(join(fixtures, 'models', 'yolox_nano.onnx')) }]);
  await reticle.getByRole('button', { name: 'Use this model' }).click();
  await reticle
    .getByRole('button', { name: /yolox_nano/ })
    .first()
    .click();
  await reticle.getByRole('option', { name: /Objects → track/ }).click();
  await drop(reticle, [{ name: 'people.mp4', bytes: readFileSync(join(fixtures, 'video', 'pedestrians.mp4')) }]);
  await expect(pictures(reticle).first()).toContainText('0:06');
  await expect(analysed(reticle)).toHaveText('150 of 150 frames analysed', { timeout: 60_000 });
  await expect(timeline(reticle)).toHaveAttribute('data-analysed', '150');
  expect(Number(await timeline(reticle).getAttribute('data-lanes'))).toBeGreaterThan(20);
  await expect(reticle.getByTestId('headline')).toContainText(/^\d+ objects/);
  await reticle.keyboard.press('End');
  await expect(reticle.getByText('frame 149 of 149')).toBeVisible();
  await reticle.keyboard.press('[');
  await expect(reticle.getByText('frame 148 of 149')).toBeVisible();
  await expect(reticle.getByTestId('headline')).toContainText(/^\d+ objects/);

  // Again, a part of it and fewer frames.
  await reticle.keyboard.press('Home');
  await expect(reticle.getByText('frame 0 of 149')).toBeVisible();
  await reticle.keyboard.press('i');
  await reticle.keyboard.press('Shift+Period');
  await reticle.keyboard.press('Shift+Period');
  await expect(reticle.getByText('frame 20 of 149')).toBeVisible();
  await reticle.keyboard.press('o');
  await reticle.getByRole('button', { name: /Frames to analyse/ }).click();
  await reticle.getByRole('option', { name: 'every 5th frame' }).click();
  await reticle.getByRole('button', { name: /^Run/ }).click();
  await expect(analysed(reticle)).toHaveText('5 of 150 frames analysed', { timeout: 30_000 });
});
