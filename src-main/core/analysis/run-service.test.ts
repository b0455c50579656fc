import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import { MediaStore } from '../media/media-store';
import { type Database, openDatabase } from '../store/open-database';
import { type ItemResult, ResultStore } from './result-store';
import { type AnalyseItem, RunService } from './run-service';
import { RunStore } from './run-store';

const log = pino({ level: 'silent' });
let database: Database;
let services: RunService[];
const clock = { now: () => new Date(1000), newId: () => crypto.randomUUID(), version: '0' };

beforeEach(() => {
  database = openDatabase(':memory:');
  services = [];
});
afterEach(async () => {
  for (const service of services) await service.close();
  database.close();
});

const aResult = (label = 'cat'): ItemResult => ({
  prediction: {
    source_width: 10,
    source_height: 10,
    objects: [{ classLabel: label, confidence: 0.9, x: 1, y: 1, width: 5, height: 5 }],
  },
  elapsedMs: 12,
  backend: { provider: 'cpu', reason: '' },
});

function addPictures(count: number): MediaId[] {
  const files = Array.from({ length: count }, (_, i) => ({
    path: `/p/${i}.png`,
    name: `${i}.png`,
    folder: '/p',
    origin: 'path' as const,
    byteSize: 1,
    modifiedAtMs: 1,
  }));
  return new MediaStore(database).add(files, clock.newId, 1).map((row) => row.id);
}

function aService(analyse: AnalyseItem, changed = () => {}): RunService {
  const media = new MediaStore(database);
  const sources = {
    pathOf: (id: MediaId) => {
      const item = media.find(id);
      if (!item) throw new ReticleError('MEDIA_NOT_FOUND', { name: id });
      return item;
    },
    analysableIds: () => media.analysableIds(),
    model: (id: string) => ({ name: id.toUpperCase(), sha256: 'a'.repeat(64) }),
    onItemsChanged: changed,
    framesOf: () => null,
    itemsAtOnce: () => 5,
  };
  const service = new RunService(
    { runs: new RunStore(database), results: new ResultStore(database) },
    analyse,
    sources,
    clock,
    log,
  );
  services.push(service);
  return service;
}

describe('RunService', () => {
  it('analyses every picture, stores each result and ends', async () => {
    const ids = addPictures(7);
    const service = aService(async () => aResult());
    const { id } = service.start('all', 'm');
    await service.whenIdle();
    expect(service.get(id)).toMatchObject({ state: 'done', total: 7, done: 7, failed: 0, modelName: 'M' });
    expect(service.result(ids[3] as MediaId, undefined)?.prediction.objects?.[0]?.classLabel).toBe('cat'); // exists: 7 were added
  });

  it('names what failed and goes on with the rest; failed ones can be tried again', async () => {
    addPictures(3);
    let broken = true;
    const service = aService(async ({ path }) => {
      if (broken && path === '/p/1.png') throw new ReticleError('MEDIA_EMPTY', { name: '1.png' });
      return aResult();
    });
    const { id } = service.start('all', 'm');
    await service.whenIdle();
    expect(service.get(id)).toMatchObject({ state: 'done', done: 2, failed: 1 });
    expect(service.failures(id)).toMatchObject([{ name: '1.png', error: { code: 'MEDIA_EMPTY' } }]);
    broken = false;
    service.resume(id, 'failed');
    await service.whenIdle();
    expect(service.get(id)).toMatchObject({ state: 'done', done: 3, failed: 0 });
  });

  it('ends within the pictures in work when cancelled, keeps what is done, and goes on when asked', async () => {
    addPictures(20);
    const gates: (() => void)[] = [];
    let analysed = 0;
    const service = aService(async (_, signal) => {
      await new Promise<void>((resolve, reject) => {
        gates.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      analysed += 1;
      return aResult();
    });
    const { id } = service.start('all', 'm');
    gates.shift()?.();
    while (service.get(id).done === 0) await new Promise(setImmediate);
    service.cancel(id);
    await service.whenIdle();
    expect(service.get(id)).toMatchObject({ state: 'cancelled', done: 1, failed: 0 });
    expect(analysed).toBe(1);
    service.resume(id, 'remaining');
    while (service.get(id).state !== 'done') {
      gates.shift()?.();
      await new Promise(setImmediate);
    }
    expect(service.get(id)).toMatchObject({ done: 20, failed: 0 });
  });

  it('pauses within the pictures in work, stays paused over a restart, and does nothing twice', async () => {
    addPictures(20);
    const stored: string[] = [];
    const gates: (() => void)[] = [];
    const first = aService(async ({ path }, signal) => {
      await new Promise<void>((resolve, reject) => {
        gates.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      stored.push(path);
      return aResult();
    });
    const { id } = first.start('all', 'm');
    gates.shift()?.();
    while (first.get(id).done === 0) await new Promise(setImmediate);
    expect(first.pause(id)).toMatchObject({ state: 'paused', done: 1, failed: 0 });
    await first.whenIdle();
    await first.close();

    const second = aService(async ({ path }) => {
      stored.push(path);
      return aResult();
    });
    expect(second.get(id)).toMatchObject({ state: 'paused', done: 1 });
    second.resume(id, 'remaining');
    await second.whenIdle();
    expect(second.get(id)).toMatchObject({ state: 'done', done: 20, failed: 0 });
    expect(new Set(stored).size).toBe(20);
    expect(stored).toHaveLength(20);
  });

  it('leaves other runs at work when one is paused, and an ended run as it is', async () => {
    const ids = addPictures(2);
    const service = aService(({ modelId }, signal) =>
      modelId === 'free'
        ? Promise.resolve(aResult())
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const stuck = service.start(ids, 'stuck');
    service.pause(stuck.id);
    const free = service.start(ids, 'free');
    await service.whenIdle();
    expect(service.get(stuck.id)).toMatchObject({ state: 'paused', done: 0 });
    expect(service.pause(free.id)).toMatchObject({ state: 'done', done: 2 });
    expect(service.cancel(stuck.id).state).toBe('cancelled');
  });

  it('counts the time paused as no time at work', () => {
    const store = new RunStore(database);
    const id = clock.newId() as RunId; // a UUID
    const run = { id, modelId: 'm', modelName: 'M', modelSha256: 'a', mediaIds: addPictures(1), videoPart: null };
    store.create({ ...run, version: '0', output: null, place: { where: 'local', connectionId: null } }, 0);
    store.claimNext(null, 1_000);
    expect(store.pause(id, 3_000)).toBe(true);
    store.requeue(id, 'remaining', 63_000);
    expect(store.find(id)).toMatchObject({ state: 'queued', startedAtMs: 61_000, finishedAtMs: null });
  });

  it('takes the picture in view first', async () => {
    const ids = addPictures(9);
    const order: string[] = [];
    const service = aService(async ({ path }) => {
      order.push(path);
      return aResult();
    });
    service.focus(ids[8] as MediaId); // exists: 9 were added
    service.start('all', 'm');
    await service.whenIdle();
    expect(order[0]).toBe('/p/8.png');
  });

  it('offers what a killed process left, without losing what it had', async () => {
    addPictures(4);
    let calls = 0;
    const first = aService((_, signal) => {
      calls += 1;
      if (calls === 1) return Promise.resolve(aResult());
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const { id } = first.start('all', 'm');
    while (first.get(id).done === 0) await new Promise(setImmediate);
    // What a start finds after a kill: items still marked as running.
    new RunStore(database).interruptUnfinished();
    const second = aService(async () => aResult());
    expect(second.get(id)).toMatchObject({ state: 'interrupted', done: 1 });
    second.resume(id, 'remaining');
    await second.whenIdle();
    expect(second.get(id)).toMatchObject({ state: 'done', done: 4 });
  });

  it('interrupts a run when the disk is full, and keeps every result stored before', async () => {
    addPictures(50);
    const service = aService(async () => aResult('x'.repeat(3000)));
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 10}`);
    const { id } = service.start('all', 'm');
    await service.whenIdle();
    const stopped = service.get(id);
    expect(stopped.state).toBe('interrupted');
    expect(stopped.done).toBeGreaterThan(0);
    expect(stopped.done).toBeLessThan(50);
    database.pragma('max_page_count = 1000000');
    service.resume(id, 'remaining');
    await service.whenIdle();
    expect(service.get(id)).toMatchObject({ state: 'done', done: 50 });
  });

  it('streams conflated changes and stops when the reader leaves', async () => {
    addPictures(100);
    const service = aService(async () => aResult());
    const { id } = service.start('all', 'm');
    const leave = new AbortController();
    const seen: string[] = [];
    for await (const runs of service.changesSince(leave.signal)) {
      seen.push(...runs.map((run) => run.state));
      if (service.get(id).state === 'done' && (seen.at(-1) === 'done' || seen.length === 0)) leave.abort();
    }
    expect(seen.at(-1)).toBe('done');
    expect(seen.length).toBeLessThan(100);
  });

  it('refuses to start on nothing', () => {
    const service = aService(async () => aResult());
    expect(() => service.start('all', 'm')).toThrow(expect.objectContaining({ code: 'NOTHING_TO_RUN' }));
  });
});
