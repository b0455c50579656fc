import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediaId } from '#common/contract/media';
import type { OutputPlan, Preflight } from '#common/contract/runs';
import { ReticleError } from '#common/errors';
import { outputFiles } from '../export/output-files';
import type { PicturePainter } from '../export/picture-painter';
import { RunOutputs } from '../export/run-outputs';
import { ContentHashes } from '../media/content-hashes';
import { MediaService } from '../media/media-service';
import { MediaStore } from '../media/media-store';
import type { PopService } from '../pops/pop-service';
import { type Database, openDatabase } from '../store/open-database';
import { Batches } from './batches';
import { FrameStore } from './frame-store';
import { ItemAnalyser } from './item-analyser';
import { Preflights } from './preflight';
import { type ItemResult, ResultStore } from './result-store';
import { RunItems } from './run-items';
import { RunService } from './run-service';
import { RunStore } from './run-store';

const log = pino({ level: 'silent' });
const signal = new AbortController().signal;
let folder: string;
let database: Database;
let closings: (() => Promise<void>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-batches-'));
  database = openDatabase(':memory:');
  closings = [];
});
afterEach(async () => {
  for (const close of closings) await close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const neverForks = () => {
  throw new Error('nothing here is drawn');
};

const aResult = (): ItemResult => ({
  prediction: {
    source_width: 4,
    source_height: 3,
    objects: [{ classLabel: 'cat', confidence: 0.9, x: 0, y: 0, width: 2, height: 2 }],
  },
  elapsedMs: 12,
  backend: { provider: 'cpu', reason: '' },
});

/** The parts of the core that make a batch, over real files; "the model" is a function that counts its calls. */
function parts(
  over: { readonly reuses?: boolean; readonly during?: (path: string) => void; readonly version?: string } = {},
) {
  const { reuses = true, during = () => {}, version = '1' } = over;
  let ticks = 0;
  const now = () => {
    ticks += 1;
    return new Date(ticks * 100);
  };
  const host = { now, newId: () => crypto.randomUUID(), version };
  const store = new MediaStore(database);
  const media = new MediaService(
    store,
    async (path) => {
      if (path.includes('bad')) throw new ReticleError('MEDIA_UNREADABLE', { name: path, reason: 'bad' });
      return { widthPx: 4, heightPx: 3, format: 'png', frameCount: 1 };
    },
    host,
    log,
  );
  const [runStore, results, items] = [new RunStore(database), new ResultStore(database), new RunItems(database)];
  const [frames, hashes] = [new FrameStore(database), new ContentHashes(store)];
  const analysed: string[] = [];
  // Pictures are drawn by the built app, in the story of it.
  const drawing = {
    frames,
    painter: {} as PicturePainter,
    databaseFile: '',
    host: { fork: neverForks, log },
    minConfidence: () => 0,
  };
  const outputs = new RunOutputs({
    runs: runStore,
    items,
    files: (plan, item, result) => outputFiles(plan, item, result, 'image', drawing),
    folderOf: (id) => media.get(id).folder,
    isInput: (path) => store.isListed(path),
  });
  const analyser = new ItemAnalyser({
    media,
    hashes,
    runs: runStore,
    results,
    frames,
    reuses: () => reuses,
    write: (item, result, stop) => outputs.write(item, result, stop),
    run: async ({ path }) => {
      analysed.push(path.slice(folder.length + 1));
      during(path);
      return aResult();
    },
  });
  const runs = new RunService(
    { runs: runStore, results },
    (item, stop) => analyser.analyse(item, stop),
    {
      pathOf: (id) => media.get(id),
      analysableIds: () => store.analysableIds(),
      model: (id) => ({ name: id, sha256: `sha of ${id}` }),
      onItemsChanged: () => {},
      framesOf: () => null,
      itemsAtOnce: () => 3,
    },
    host,
    log,
  );
  const batches = new Batches({
    runs,
    preflights: new Preflights({ media, hashes, results, items, reuses: () => reuses }),
    media,
    pops: {} as PopService, // no batch here runs a Pop
    analysableIds: () => store.analysableIds(),
    listedIds: () => store.listedIds(),
    model: (id) => ({ name: id, sha256: `sha of ${id}` }),
    host,
  });
  closings.push(
    () => runs.close(),
    () => media.close(),
  );
  return { media, runs, batches, items, results, analysed };
}

type Parts = ReturnType<typeof parts>;

function aFile(name: string, content: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), content);
}

async function open({ media }: Parts): Promise<MediaId[]> {
  const { addedIds } = await media.addPaths([join(folder, 'in')], signal);
  await media.whenProbed();
  return addedIds;
}

async function runAll({ batches, runs }: Parts, output: OutputPlan | null = null) {
  const { id } = await batches.start({ mediaIds: 'all', modelId: 'm', output });
  await runs.whenIdle();
  return runs.get(id);
}

const plan = (over: Partial<OutputPlan> = {}): OutputPlan => ({
  folder: join(folder, 'out'),
  nameTemplate: '{name}',
  mirrorsTree: true,
  ifExists: 'number',
  records: true,
  annotated: false,
  ...over,
});

const written = (where = 'out') =>
  readdirSync(join(folder, where), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.'))
    .sort();

describe('results of the same content', () => {
  it('are taken from the earlier run, also under another name, and said to be', async () => {
    aFile('in/a.png', 'AAAA');
    const all = parts();
    await open(all);
    await runAll(all);
    aFile('in/copy-of-a.png', 'AAAA');
    aFile('in/other.png', 'BBBB');
    await open(all);
    const run = await runAll(all);
    expect(run).toMatchObject({ done: 3, kept: 2 });
    expect(all.analysed).toEqual(['in/a.png', 'in/other.png']);
    const { items } = all.items.list(run.id, null, 0, 10);
    expect(items.map(({ name, isKept, objectCount }) => [name, isKept, objectCount])).toEqual([
      ['a.png', true, 1],
      ['copy-of-a.png', true, 1],
      ['other.png', false, 1],
    ]);
    const copy = items[1]?.mediaId ?? ('' as MediaId); // there are three
    expect(all.results.latest(copy, undefined)).toMatchObject({
      keptFromMs: expect.any(Number),
      elapsedMs: 12,
      prediction: { objects: [{ classLabel: 'cat' }] },
    });
  });

  it('are not taken by another model, by another version of Reticle, or where that is not wanted', async () => {
    aFile('in/a.png', 'AAAA');
    const first = parts();
    const ids = await open(first);
    await runAll(first);
    await first.batches.start({ mediaIds: ids, modelId: 'another' });
    await first.runs.whenIdle();
    expect(first.analysed).toHaveLength(2);
    const newer = parts({ version: '2' });
    await runAll(newer);
    const unwilling = parts({ reuses: false });
    await runAll(unwilling);
    expect([newer.analysed, unwilling.analysed]).toEqual([['in/a.png'], ['in/a.png']]);
  });

  it('are those of what a file holds now: one written over is analysed again, and its older results are gone', async () => {
    aFile('in/a.png', 'AAAA');
    const all = parts();
    await open(all);
    const before = await runAll(all);
    aFile('in/a.png', 'changed');
    const after = await runAll(all);
    expect(after).toMatchObject({ done: 1, kept: 0 });
    expect(all.items.list(before.id, null, 0, 10).total).toBe(0);
  });

  it('are none where a file changes while it is analysed: it fails in one sentence, and a retry takes it as it is', async () => {
    aFile('in/a.png', 'AAAA');
    let changes = 1;
    const all = parts({ during: (path) => changes-- > 0 && writeFileSync(path, 'written to meanwhile') });
    await open(all);
    const { id } = await runAll(all);
    expect(all.runs.failures(id)).toMatchObject([{ error: { code: 'MEDIA_CHANGED', params: { name: 'a.png' } } }]);
    all.runs.resume(id, 'failed', 'MEDIA_CHANGED');
    await all.runs.whenIdle();
    expect(all.runs.get(id)).toMatchObject({ state: 'done', done: 1, failed: 0 });
  });
});

describe('a preflight', () => {
  it('counts what is there and names what cannot be read, what is there twice and what is known', async () => {
    aFile('in/a.png', 'AAAA');
    const all = parts();
    await open(all);
    await runAll(all);
    aFile('in/b.png', 'BBBB');
    aFile('in/bad.png', 'CCCC');
    aFile('in/sub/b-again.png', 'BBBB');
    aFile('in/large.png', 'another size');
    await open(all);
    let found: Preflight | null = null;
    for await (const sofar of all.batches.preflight({ mediaIds: 'all', modelId: 'm' }, signal)) found = sofar;
    expect(found).toMatchObject({
      total: 5,
      checked: 5,
      isComplete: true,
      images: 4,
      videos: 0,
      byteSize: 24,
      unreadable: [{ name: 'bad.png', error: { code: 'MEDIA_UNREADABLE' } }],
      duplicates: [{ name: 'b-again.png', sameAs: 'b.png' }],
      keptCount: 1,
    });
    const run = await all.batches.start({
      mediaIds: 'all',
      modelId: 'm',
      leaveOut: { unreadable: true, duplicates: true },
    });
    await all.runs.whenIdle();
    expect(all.runs.get(run.id)).toMatchObject({ total: 3, done: 3, kept: 1, failed: 0 });
  });

  it('reckons the time from the last run of the model', async () => {
    for (let index = 0; index < 6; index += 1) aFile(`in/${index}.png`, `content ${index}`);
    const all = parts({ reuses: false });
    await open(all);
    const last = async () => {
      let found: Preflight | null = null;
      for await (const sofar of all.batches.preflight({ mediaIds: 'all', modelId: 'm' }, signal)) found = sofar;
      return (found as Preflight | null)?.estimateMs; // narrowed to null: assigned in a loop
    };
    expect(await last()).toBeNull();
    const run = await runAll(all);
    const tookMs = (run.finishedAtMs ?? 0) - (run.startedAtMs ?? 0);
    expect(tookMs).toBeGreaterThan(0);
    const estimate = await last();
    expect(estimate?.low).toBeCloseTo(tookMs * 0.75);
    expect(estimate?.high).toBeCloseTo(tookMs * 1.25);
  });
});

describe('an output folder', () => {
  it('gets a record a picture, in folders as the inputs lie', async () => {
    aFile('in/a.png', 'AAAA');
    aFile('in/deep/er/b.png', 'BBBB');
    const all = parts();
    await open(all);
    expect(await runAll(all, plan())).toMatchObject({ outputFolder: join(folder, 'out') });
    expect(written()).toEqual(['a.json', join('deep', 'er', 'b.json')]);
    expect(JSON.parse(readFileSync(join(folder, 'out', 'a.json'), 'utf8'))).toMatchObject({
      media: join(folder, 'in', 'a.png'),
      prediction: { objects: [{ classLabel: 'cat' }] },
    });
  });

  it('numbers names that are taken, by this run or before it, also where only their case differs', async () => {
    aFile('in/a.png', 'AAAA');
    aFile('in/sub/A.png', 'BBBB');
    for (const name of ['a-2.json', 'A-2.json']) aFile(`out/${name}`, 'mine');
    const all = parts();
    await open(all);
    await runAll(all, plan({ mirrorsTree: false }));
    const fresh = written().map((name) => name.toLowerCase());
    expect(fresh.filter((name) => name !== 'a-2.json')).toEqual(['a-3.json', 'a.json']);
    expect(readFileSync(join(folder, 'out', 'a-2.json'), 'utf8')).toBe('mine');
  });

  it('keeps what is there, or writes over it, as the plan says', async () => {
    aFile('in/a.png', 'AAAA');
    aFile('out/a.json', 'mine');
    const all = parts();
    await open(all);
    expect(await runAll(all, plan({ ifExists: 'skip' }))).toMatchObject({ done: 1 });
    expect(readFileSync(join(folder, 'out', 'a.json'), 'utf8')).toBe('mine');
    await runAll(all, plan({ ifExists: 'replace' }));
    expect(readFileSync(join(folder, 'out', 'a.json'), 'utf8')).toContain('cat');
    expect(written()).toEqual(['a.json']);
  });

  it('is refused before anything starts where it cannot be written', async () => {
    aFile('in/a.png', 'AAAA');
    aFile('file', 'no folder');
    const all = parts();
    await open(all);
    for (const where of [join(folder, 'file', 'out'), 'not/whole']) {
      await expect(runAll(all, plan({ folder: where }))).rejects.toMatchObject({ code: 'OUTPUT_REFUSED' });
      expect(await all.batches.checkOutput('all', plan({ folder: where }))).toMatchObject({
        freeBytes: null,
        problem: { code: 'OUTPUT_REFUSED' },
      });
    }
    expect(all.runs.list()).toEqual([]);
    expect(await all.batches.checkOutput('all', plan())).toMatchObject({
      freeBytes: expect.any(Number),
      example: join(folder, 'out', 'a.json'),
      problem: null,
    });
  });

  it('gets nothing twice: an item that is done again writes its files under the same name', async () => {
    aFile('in/a.png', 'AAAA');
    const all = parts({ reuses: false });
    await open(all);
    const run = await runAll(all, plan());
    // As after a crash between the files and the mark in the database.
    database.prepare(`UPDATE run_items SET state = 'failed', error = '{"code":"INTERNAL"}'`).run();
    all.runs.resume(run.id, 'failed');
    await all.runs.whenIdle();
    expect(written()).toEqual(['a.json']);
  });
});

describe('the order of runs', () => {
  it('can be changed while they wait', async () => {
    aFile('in/a.png', 'AAAA');
    const all = parts({ reuses: false });
    const ids = await open(all);
    const waiting = [];
    for (const modelId of ['first', 'second', 'third']) {
      const { id } = await all.batches.start({ mediaIds: ids, modelId });
      all.runs.pause(id);
      waiting.push(id);
    }
    await all.runs.whenIdle();
    const order = () => [...all.runs.list()].sort((a, b) => a.place - b.place).map(({ modelName }) => modelName);
    const [first, , third] = waiting;
    if (!first || !third) throw new Error('three were started');
    all.runs.move(third, 'first');
    expect(order()).toEqual(['third', 'first', 'second']);
    all.runs.move(first, 'later');
    expect(order()).toEqual(['third', 'second', 'first']);
    all.runs.move(first, 'later');
    all.runs.move(third, 'earlier');
    expect(order()).toEqual(['third', 'second', 'first']);
    all.runs.move(first, 'earlier');
    expect(order()).toEqual(['third', 'first', 'second']);
  });
});
