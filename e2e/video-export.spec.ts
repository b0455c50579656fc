import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { canMakeVideos, everyMs, ffmpegRun, numberedVideo } from '../src-main/core/media/video/test-videos.builder';
import { drop } from './support/inspect';
import { expect, test } from './support/test';

const jobs = (page: Page) => page.getByTestId('export-job');
const encode = ['-c:v', 'libx264', '-bf', '3', '-g', '25', '-sc_threshold', '0', '-crf', '12'];

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-e2e-export-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.beforeEach(() => test.skip(!canMakeVideos, 'ffmpeg is not installed'));

/** Drops a video and waits until all of it is analysed. */
async function analysed(page: Page, name: string, frames: number): Promise<void> {
  const path = join(folder, name);
  await drop(page, [{ name, bytes: readFileSync(path) }]);
  await expect(page.getByTestId('analysed')).toHaveText(`${frames} of ${frames} frames analysed`, { timeout: 40_000 });
}

async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

/** What comes down when something is pressed. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; path: string }> {
  const coming = page.waitForEvent('download');
  await press();
  const download = await coming;
  const path = join(folder, `saved-${crypto.randomUUID()}`);
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path };
}

/** Counted by decoding. */
function probed(path: string) {
  const entries = 'stream=codec_type,codec_name,width,height,nb_read_frames';
  const args = ['-v', 'error', '-count_frames', '-show_entries', entries, '-of', 'json', path];
  const { streams } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' }));
  return streams as {
    codec_type: string;
    codec_name: string;
    width?: number;
    height?: number;
    nb_read_frames: string;
  }[];
}

test('an analysed video is taken away as an annotated copy, as data, and its segments as clips', async ({
  reticle,
}) => {
  const silent = numberedVideo(folder, 'silent.mp4', everyMs(75, 40), encode);
  const sound = ['-f', 'lavfi', '-i', 'sine=440:d=3', '-c:v', 'copy', '-c:a', 'aac'];
  ffmpegRun('-i', silent, ...sound, join(folder, 'numbers.mp4'));
  await analysed(reticle, 'numbers.mp4', 75);

  await choose(reticle, 'Annotated video');
  await expect(jobs(reticle)).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
  const copy = await saved(reticle, () => reticle.getByRole('button', { name: 'Save numbers-annotated.mp4' }).click());
  expect(copy.name).toBe('numbers-annotated.mp4');
  expect(probed(copy.path)).toMatchObject([
    { codec_type: 'video', codec_name: 'h264', width: 160, height: 96, nb_read_frames: '75' },
    { codec_type: 'audio', codec_name: 'aac' },
  ]);
  await reticle.getByRole('button', { name: 'Delete the export and its files' }).click();
  await expect(jobs(reticle)).toHaveCount(0);

  const lines = await saved(reticle, () => choose(reticle, 'Results as JSONL'));
  const records = readFileSync(lines.path, 'utf8').trim().split('\n');
  expect(records.map((line) => JSON.parse(line).frameIndex)).toEqual(everyMs(75, 1));
  await reticle.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(reticle.getByRole('menuitem', { name: 'Tracks as MOT' })).toContainText('Nothing was tracked.');
  await reticle.keyboard.press('Escape');

  await reticle.keyboard.press('End');
  await expect(reticle.getByText('frame 74 of 74')).toBeVisible();
  await choose(reticle, 'Segments…');
  const panel = reticle.getByRole('dialog', { name: 'Segments' });
  const segments = panel.getByRole('listitem');
  await expect(panel.getByRole('button', { name: /Class/ })).toContainText('region');
  await expect(segments).toHaveCount(1);
  await segments.getByRole('button').click();
  await expect(reticle.getByText('frame 0 of 74')).toBeVisible();
  await panel.getByRole('textbox', { name: 'For at least (s)' }).fill('60');
  await expect(panel.getByText('Nothing fits. Ask for less time or less confidence.')).toBeVisible();
  await panel.getByRole('textbox', { name: 'For at least (s)' }).fill('0,5');
  await expect(segments).toHaveCount(1);
  const list = await saved(reticle, () => panel.getByRole('button', { name: 'List as CSV' }).click());
  expect(list.name).toBe('reticle-segments.csv');
  expect(readFileSync(list.path, 'utf8').trim().split('\n')).toHaveLength(2);

  await panel.getByRole('button', { name: 'Cut 1 clip' }).click();
  await expect(jobs(reticle)).toHaveAttribute('data-state', 'done');
  await expect(jobs(reticle)).toContainText('from 00:00.000 to 00:03.000');
  const clip = await saved(reticle, () => reticle.getByRole('button', { name: 'Save numbers-region-001.mp4' }).click());
  expect(probed(clip.path)).toMatchObject([
    { codec_type: 'video', codec_name: 'h264', width: 160, height: 96, nb_read_frames: '75' },
    { codec_type: 'audio', codec_name: 'aac' },
  ]);
});

test('an export can be cancelled, and the one before it goes on', async ({ reticle }) => {
  // Large enough that the first is not through before the second is cancelled.
  ffmpegRun('-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=3', ...encode, join(folder, 'longer.mp4'));
  await analysed(reticle, 'longer.mp4', 75);
  await choose(reticle, 'Annotated video');
  await choose(reticle, 'Annotated video');
  // The newest is the first of the list, once both are in it.
  await expect(jobs(reticle)).toHaveCount(2);
  const [second, first] = [jobs(reticle).first(), jobs(reticle).last()];
  await second.getByRole('button', { name: 'Cancel' }).click();
  await expect(second).toHaveAttribute('data-state', 'cancelled', { timeout: 30_000 });
  await expect(first).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
  await expect(first.getByRole('button', { name: 'Save longer-annotated.mp4' })).toBeVisible();
  await expect(second.getByRole('button', { name: /^Save/ })).toHaveCount(0);
});
