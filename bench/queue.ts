/**
 * The queue without the analysis, which takes no time here: what an item costs above it, from claiming it to its result
 * in the database, with real files whose contents are hashed; and how long a job of 10,000 items takes to open.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { pino } from 'pino';
import { FrameStore } from '#core/analysis/frame-store';
import { ItemAnalyser } from '#core/analysis/item-analyser';
import { type ItemResult, ResultStore } from '#core/analysis/result-store';
import { RunService } from '#core/analysis/run-service';
import { RunStore } from '#core/analysis/run-store';
import { ContentHashes } from '#core/media/content-hashes';
import { MediaService } from '#core/media/media-service';
import { MediaStore } from '#core/media/media-store';
import { type Database, openDatabase } from '#core/store/open-database';
import { RunningApp } from '../e2e/support/app';
import { median } from './report';

const items = 10_000;
const overheadBarMs = 3;
const openBarMs = 300;
const pictureBytes = 60_000;

/** What a detector finds on a busy picture: 30 boxes. */
const result: ItemResult = {
  prediction: {
    source_width: 1920,
    source_height: 1080,
    objects: Array.from({ length: 30 }, (_, index) => ({
      classLabel: 'person',
      confidence: 0.5 + index / 100,
      x: index * 31.25,
      y: index * 17.5,
      width: 120.125,
      height: 240.75,
    })),
  },
  elapsedMs: 10,
  backend: { provider: 'cpu', reason: '' },
};

const verdict = (ms: number, barMs: number) => `${ms.toFixed(2)} ms (≤ ${barMs} ms: ${ms <= barMs ? 'met' : 'MISSED'})`;

/** Opens the files, queues them and works them off, twice: the second time all results are known already. */
async function workOff(database: Database, folder: string): Promise<void> {
  const log = pino({ enabled: false });
  const host = { now: () => new Date(), newId: randomUUID, version: '0' };
  const store = new MediaStore(database);
  const media = new MediaService(
    store,
    async () => ({ widthPx: 1920, heightPx: 1080, format: 'png', frameCount: 1 }),
    host,
    log,
  );
  await media.addPaths([folder], new AbortController().signal);
  await media.whenProbed();
  const [runs, results] = [new RunStore(database), new ResultStore(database)];
  const analyser = new ItemAnalyser({
    media,
    hashes: new ContentHashes(store),
    runs,
    results,
    frames: new FrameStore(database),
    reuses: () => true,
    write: async () => {},
    run: async () => result,
  });
  const service = new RunService(
    { runs, results },
    (item, signal) => analyser.analyse(item, signal),
    {
      pathOf: (id) => media.get(id),
      analysableIds: () => store.analysableIds(),
      model: () => ({ name: 'Bench', sha256: 'a'.repeat(64) }),
      onItemsChanged: () => {},
      framesOf: () => null,
      itemsAtOnce: () => 5,
    },
    host,
    log,
  );
  for (const what of ['queue, an item, all of it above the analysis', 'the same, where its result is known']) {
    const started = performance.now();
    const { id } = service.start('all', 'bench');
    const queuedMs = performance.now() - started;
    await service.whenIdle();
    const perItemMs = (performance.now() - started) / items;
    if (service.get(id).done !== items) throw new Error('not every item was done');
    console.log(`${what}: ${verdict(perItemMs, overheadBarMs)}; putting ${items} in: ${queuedMs.toFixed(0)} ms`);
  }
  await service.close();
  await media.close();
}

type OpenTimes = { readonly queue: number; readonly job: number };

/** From the press on "Items" to its first rows on screen, in the built app over the same database. */
async function openOnScreen(home: string): Promise<void> {
  const app = await RunningApp.start({ home });
  const installed = process.env.RETICLE_CHROMIUM ?? '/usr/bin/chromium';
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const browser = await chromium.launch({
    ...(existsSync(installed) ? { executablePath: installed } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet,
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const times: OpenTimes[] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.goto(round === 0 ? app.link : app.origin);
      await page.getByTestId('tray-list').waitFor();
      times.push(await page.evaluate<OpenTimes>(inPage));
    }
    for (const [what, part] of [
      ['the Queue page opens', 'queue'],
      [`a job of ${items} items opens`, 'job'],
    ] as const) {
      console.log(`${what}, first rows on screen: ${verdict(median(times.map((time) => time[part])), openBarMs)}`);
    }
  } finally {
    await browser.close();
    await app.stop();
  }
}

/** Runs in the page, as text because it is of another world: presses as a person does and waits for the frame. */
const inPage = `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const press = (isIt) => [...document.querySelectorAll('button')].find(isIt)?.click();
  const until = async (isThere) => {
    while (!isThere()) await frame();
    await frame();
  };
  const startedAt = performance.now();
  press((button) => button.getAttribute('aria-label') === 'Queue');
  await until(() => document.querySelector('[data-testid=run]'));
  const queueAt = performance.now();
  press((button) => button.textContent === 'Items');
  // The first row is there before its name: an ellipsis stands for it until then.
  await until(() => /\\.png$/.test(document.querySelector('[data-testid=run-items] tbody td')?.textContent ?? ''));
  return { queue: queueAt - startedAt, job: performance.now() - queueAt };
})()`;

const home = mkdtempSync(join(tmpdir(), 'reticle-queue-'));
try {
  const folder = join(home, 'pictures');
  mkdirSync(folder);
  for (let index = 0; index < items; index += 1) {
    writeFileSync(join(folder, `${index}.png`), Buffer.alloc(pictureBytes, `${index} `));
  }
  const database = openDatabase(join(home, 'reticle.db'));
  await workOff(database, folder);
  database.close();
  await openOnScreen(home);
} finally {
  rmSync(home, { recursive: true, force: true });
}
