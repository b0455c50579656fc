import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPop } from '#common/pop/check-pop';
import { type Database, openDatabase } from '../store/open-database';
import { type BindableModel, preferredFirst } from './bind-pop';
import { PopService } from './pop-service';
import { PopStore } from './pop-store';
import { PopTrials } from './pop-trials';
import { readyMadePops } from './ready-made-pops';

const detector: BindableModel = {
  id: 'street',
  name: 'Street',
  family: 'yolox',
  labels: ['person', 'car'],
  path: '/models/street.onnx',
  sha256: 'b'.repeat(64),
};
const people = { components: [{ type: 'inference', ability: 'eyepop.person:latest' }] };

let database: Database;
let models: BindableModel[];
let pops: PopService;
beforeEach(() => {
  database = openDatabase(':memory:');
  models = [detector];
  let lastId = 0;
  const newId = () => {
    lastId += 1;
    return `pop-${lastId}`;
  };
  pops = new PopService(new PopStore(database), () => models, { now: () => new Date(5000), newId });
});
afterEach(() => database.close());

describe('PopService', () => {
  it('comes with Pops that are valid, and keeps them as they are', () => {
    for (const { pop } of readyMadePops) expect(checkPop(JSON.parse(JSON.stringify(pop))).pop).toEqual(pop);
    expect(pops.list()).toEqual(readyMadePops);
    const id = 'ready:faces';
    expect(() => pops.save(id, 'Mine', people)).toThrow(expect.objectContaining({ code: 'POP_READY_MADE' }));
    expect(() => pops.remove(id)).toThrow(expect.objectContaining({ code: 'POP_READY_MADE' }));
  });

  it('saves, changes, finds and removes', () => {
    const saved = pops.save(null, 'People', people);
    expect(saved).toEqual({ id: 'pop-1', name: 'People', pop: people, readyMade: false, updatedAtMs: 5000 });
    pops.save(saved.id, 'Persons', { components: [] });
    expect(pops.get(saved.id)).toMatchObject({ name: 'Persons', pop: { components: [] } });
    expect(pops.resolve('persons').id).toBe(saved.id);
    expect(pops.resolve('Objects-then-track').id).toBe('ready:objects-then-track');
    expect(pops.list().at(-1)?.id).toBe(saved.id);
    expect(pops.remove(saved.id)).toBe(true);
    expect(() => pops.get(saved.id)).toThrow(expect.objectContaining({ code: 'POP_NOT_FOUND' }));
    expect(() => pops.save('pop-9', 'x', people)).toThrow(expect.objectContaining({ code: 'POP_NOT_FOUND' }));
  });

  it('refuses to save what is no Pop, naming the field', () => {
    const wrong = { components: [{ ...people.components[0], topK: 0, colour: 1 }] };
    expect(() => pops.save(null, 'Wrong', wrong)).toThrow(
      expect.objectContaining({
        code: 'POP_INVALID',
        params: { problem: 'components[0].topK: must be at least 1 (and 1 more)' },
      }),
    );
  });

  it('tells what a Pop would run with, or why it cannot', () => {
    expect(pops.check(people)).toEqual({
      models: [{ path: 'components[0]', modelId: 'street', modelName: 'Street', labels: ['person'] }],
      problem: null,
    });
    models = [];
    expect(pops.check(people)).toMatchObject({ models: [], problem: { code: 'POP_NO_MODEL' } });
    expect(pops.check('nonsense')).toMatchObject({ models: [], problem: { code: 'POP_INVALID' } });
  });

  it('lets the person change the table of abilities, and go back', () => {
    const changed = { alias: 'eyepop.person', kind: 'objects', modelId: 'street', labels: ['car'] } as const;
    pops.bind({ ...changed, labels: [...changed.labels] });
    const own = { alias: 'eyepop.plate', kind: 'objects', modelId: 'street', labels: [] } as const;
    const table = pops.bind({ ...own, labels: [] });
    expect(table.find(({ alias }) => alias === 'eyepop.person')).toEqual({ ...changed, origin: 'changed' });
    expect(table.at(-1)).toEqual({ ...own, origin: 'own' });
    expect(pops.check(people).models).toMatchObject([{ labels: ['car'] }]);
    pops.unbind('eyepop.person');
    pops.unbind('eyepop.plate');
    expect(pops.bindings().every(({ origin }) => origin === 'default')).toBe(true);
    expect(pops.check(people).models).toMatchObject([{ labels: ['person'] }]);
  });

  it('keeps a Pop as it was when its run began', () => {
    const { id } = pops.save(null, 'People', people);
    const first = pops.prepare(id);
    expect(pops.prepare(id)).toBe(first);
    pops.save(id, 'People', { components: [{ type: 'inference', ability: 'street' }] });
    const second = pops.prepare(id);
    expect(second).not.toBe(first);
    expect(pops.prepared(first)).toMatchObject({ name: 'People', bound: { pop: people } });
    // Another file under the same name is another model, and so another result.
    models = [{ ...detector, sha256: 'c'.repeat(64) }];
    expect(pops.prepare(id)).not.toBe(second);
    expect(() => pops.prepared('pop:none')).toThrow(expect.objectContaining({ code: 'POP_NOT_FOUND' }));
  });

  it('puts the model that the person runs by default first', () => {
    expect(preferredFirst([{ id: 'a' }, { id: 'b' }, { id: 'c' }], 'b').map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });
});

describe('PopTrials', () => {
  it('runs the Pop on the picture with the models bound to it', async () => {
    const { signal } = new AbortController();
    const stage = { path: 'components[0]', type: 'inference', runs: 1, count: 0, ms: 2, dropped: 0 } as const;
    const seen: unknown[] = [];
    const trials = new PopTrials(pops, { get: () => ({ path: '/a.png' }) }, async (path, bound) => {
      seen.push(path, bound.models['components[0]']?.modelId);
      const prediction = { source_width: 1, source_height: 1, objects: [] };
      return { prediction, elapsedMs: 3, backend: { provider: 'cpu', reason: '' }, stages: [stage] };
    });
    const id = crypto.randomUUID() as Parameters<PopTrials['tryOn']>[0]; // any id: the picture is handed in
    expect(await trials.tryOn(id, people, signal)).toMatchObject({ elapsedMs: 3, stages: [stage] });
    expect(seen).toEqual(['/a.png', 'street']);
    models = [];
    await expect(trials.tryOn(id, people, signal)).rejects.toMatchObject({ code: 'POP_NO_MODEL' });
  });
});
