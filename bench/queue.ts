import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type ItemResult, ResultStore } from '#core/analysis/result-store';
import { RunService } from '#core/analysis/run-service';
import { RunStore } from '#core/analysis/run-store';
import { MediaStore } from '#core/media/media-store';
import { openDatabase } from '#core/store/open-database';
import { median, timeEach } from './report';

const items = 10_000;
const overheadBarMs = 3;
const openBarMs = 300;

/** What a detector finds on a busy picture: 30 boxes. The analysis itself takes no time, so that the queue is left. */
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

const home = mkdtempSync(join(tmpdir(), 'reticle-queue-'));
const database = openDatabase(join(home, 'reticle.db'));
try {
  const media = new MediaStore(database);
  const files = Array.from({ length: items }, (_, index) => ({
    path: `/p/${index}.png`,
    name: `${index}.png`,
    folder: '/p',
    origin: 'path' as const,
    byteSize: 1,
    modifiedAtMs: 1,
  }));
  media.add(files, randomUUID, 1);
  const service = new RunService(
    { runs: new RunStore(database), results: new ResultStore(database) },
    async () => result,
    {
      pathOf: (id) => ({ path: id, name: id }),
      analysableIds: () => media.analysableIds(),
      model: () => ({ name: 'Bench', sha256: 'a'.repeat(64) }),
      onItemsChanged: () => {},
      framesOf: () => null,
      itemsAtOnce: () => 5,
    },
    { now: () => new Date(), newId: randomUUID, version: '0' },
    pino({ enabled: false }),
  );
  const started = performance.now();
  const { id } = service.start('all', 'bench');
  const queuedMs = performance.now() - started;
  await service.whenIdle();
  const perItemMs = (performance.now() - started) / items;
  if (service.get(id).done !== items) throw new Error('not every item was done');
  const openMs = median(
    await timeEach(20, 2, async () => ({ runs: service.list(), first: media.list('all', '', 0, 100) })),
  );
  console.log(`queueing ${items} items: ${queuedMs.toFixed(0)} ms`);
  console.log(`queue, an item, all of it above the analysis: ${verdict(perItemMs, overheadBarMs)}`);
  console.log(`reading a job of ${items} items and its first 100 pictures: ${verdict(openMs, openBarMs)}`);
  await service.close();
} finally {
  database.close();
  rmSync(home, { recursive: true, force: true });
}
