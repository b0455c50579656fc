import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Budget, NewSession } from '#common/contract/sessions';
import { aClouditia } from './emulator.builder';
import { type App, aDesk, aNewSession, type Desk, openApp } from './workplace.builder';

let clouditia: Awaited<ReturnType<typeof aClouditia>>;
let desk: Desk;
let app: App;
beforeEach(async () => {
  clouditia = await aClouditia();
  desk = await aDesk(clouditia);
  app = openApp(desk);
});
afterEach(async () => {
  await app.sessions.close();
  desk.database.close();
  await clouditia.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const start = (over: Partial<NewSession> = {}) => app.sessions.create(aNewSession(desk.connectionId, over));
const budget = (over: Partial<Budget>) =>
  app.budgets.save({
    ...{ id: over.scope ?? 'day', scope: 'day', tag: null, limit: eur(500), isOn: true },
    ...{ steps: [{ fraction: 1, action: 'stop' }], ...over },
  });
const stateOf = (id: string) => app.budgets.states().find(({ budget }) => budget.id === id);
/** A minute passes and the watch looks, as it does with no window open; stops that it began come to their end. */
async function minutes(count: number) {
  for (let minute = 0; minute < count; minute += 1) {
    clouditia.advance(60);
    await app.watch.turn();
    await app.sessions.stopsSettled();
  }
}

describe('the hard cap', () => {
  it('is on from the start, and its limit is set at the provider', async () => {
    expect(app.budgets.states().map(({ budget: { id, limit, isOn } }) => [id, limit.minor, isOn])).toEqual([
      ['day', 500, true],
      ['month', 5000, true],
      ['session', 200, true],
    ]);
    const { id } = await start();
    expect(clouditia.world.sessions.all[0]?.costLimit).toBe(2_000_000);
    // The computer dies: nobody looks any more.
    clouditia.advance(24 * 3600);
    await app.sessions.look(desk.connectionId);
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', cost: { amount: eur(200) }, reason: 'cost-limit' });
  });

  it('reserves what running sessions may still cost, so that together they stay below it', async () => {
    budget({ limit: eur(300) });
    await start({ costLimit: eur(200) });
    expect(stateOf('day')).toMatchObject({ spent: eur(0), reserved: eur(200) });
    await expect(start({ costLimit: eur(101) })).rejects.toMatchObject({
      code: 'BUDGET_REACHED',
      params: { scope: 'phrase.budget.day', left: 1 },
    });
    expect((await start()).limits.cost).toEqual(eur(100));
    await expect(start()).rejects.toMatchObject({ code: 'BUDGET_REACHED', params: { left: 0 } });
    clouditia.advance(5 * 3600);
    await app.sessions.look(desk.connectionId);
    expect(clouditia.world.billing.books()[0]?.chargedCents).toBe(300);
    await expect(start()).rejects.toMatchObject({ code: 'BUDGET_REACHED' });
  });

  it('reserves what a session that is over may have cost, until its provider has said it', async () => {
    budget({ limit: eur(300) });
    const { id } = await start({ costLimit: eur(200) });
    clouditia.advance(5 + 2 * 3600);
    clouditia.fault({ kind: 'html', route: 'sessions/costs' });
    await expect(app.sessions.look(desk.connectionId)).rejects.toMatchObject({ code: 'CLOUDITIA_BAD_ANSWER' });
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', cost: null });
    await expect(start({ costLimit: eur(101) })).rejects.toMatchObject({ code: 'BUDGET_REACHED', params: { left: 1 } });
    await app.sessions.look(desk.connectionId);
    expect(stateOf('day')).toMatchObject({ spent: eur(200), reserved: eur(0) });
  });

  it('stops what no limit at its provider bounds, before it is passed', async () => {
    budget({ limit: eur(50) });
    const orphan = await clouditia.started();
    await minutes(35);
    const session = app.sessions.resolve(orphan);
    expect(session).toMatchObject({ state: 'stopped', reason: 'stopped-by-budget', stop: { by: 'budget' } });
    expect(session.cost?.amount.minor).toBeGreaterThan(44);
    expect(session.cost?.amount.minor).toBeLessThanOrEqual(50);
  });

  it('is tried again when a stop was not confirmed', async () => {
    budget({ limit: eur(10) });
    const orphan = await clouditia.started();
    clouditia.fault({ kind: 'stop-ignored', route: 'stop', count: 2 });
    await minutes(20);
    expect(app.sessions.resolve(orphan)).toMatchObject({ state: 'stopped', stop: { outcome: 'confirmed' } });
  });

  it('holds for a tag alone', async () => {
    budget({ id: 'lab', scope: 'tag', tag: 'lab', limit: eur(20) });
    const [lab, other] = [await start({ tags: ['lab'] }), await start({ tags: ['home'] })];
    expect([lab.limits.cost, other.limits.cost]).toEqual([eur(20), eur(200)]);
    await minutes(30);
    expect(app.sessions.get(lab.id)).toMatchObject({ state: 'stopped' });
    expect(app.sessions.get(other.id)).toMatchObject({ state: 'running' });
    expect(stateOf('lab')).toMatchObject({ spent: eur(20), fraction: 1 });
    await expect(start({ tags: ['home', 'lab'] })).rejects.toMatchObject({ params: { scope: 'phrase.budget.tag' } });
  });

  it('can be turned off', async () => {
    for (const id of ['day', 'month', 'session'] as const) budget({ id, scope: id, isOn: false });
    expect((await start()).limits.cost).toBeNull();
  });
});

describe('a step', () => {
  it('is taken once a period', async () => {
    budget({ limit: eur(100), steps: [{ fraction: 0.5, action: 'warn' }] });
    await start({ costLimit: eur(150) });
    clouditia.advance(5 + 1860);
    await app.sessions.look(desk.connectionId);
    expect(app.budgets.enforce()).toMatchObject({ stop: [], taken: [{ action: 'warn' }] });
    expect(app.budgets.enforce()).toEqual({ stop: [], taken: [] });
  });

  it('that pauses lets what runs go on and starts nothing new', async () => {
    budget({ limit: eur(100), steps: [{ fraction: 0.5, action: 'pause' }] });
    const { id } = await start();
    clouditia.advance(5 + 1860);
    await app.sessions.look(desk.connectionId);
    await expect(start()).rejects.toMatchObject({ code: 'BUDGET_REACHED' });
    expect(app.sessions.get(id)).toMatchObject({ state: 'running' });
  });

  it('can be tried: it says what it would stop, and stops nothing', async () => {
    const { id } = await start();
    clouditia.advance(60);
    await app.sessions.look(desk.connectionId);
    expect(stateOf('day')?.stops).toEqual([id]);
    expect(app.sessions.get(id)).toMatchObject({ state: 'running', stop: null });
  });
});

describe('a session that runs nothing', () => {
  it('says for how long, and is stopped where the person chose so', async () => {
    const { id } = await start();
    await minutes(12);
    expect(app.sessions.get(id)).toMatchObject({ state: 'running' });
    expect(app.sessions.get(id).idleMs).toBeGreaterThan(11 * 60_000);
    app.sessions.used(id);
    expect(app.sessions.get(id).idleMs).toBe(0);
    desk.idle = { minutes: 10, stops: true };
    await minutes(9);
    expect(app.sessions.get(id)).toMatchObject({ state: 'running' });
    await minutes(3);
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', reason: 'stopped-by-idle' });
  });

  it('costs something all the same, which is counted', async () => {
    const { id } = await start();
    clouditia.advance(5 + 1800);
    await app.sessions.look(desk.connectionId);
    app.sessions.used(id);
    const [before] = app.costs.days('0000', '9999');
    expect(before).toMatchObject({ amount: eur(50), idle: eur(50) });
    clouditia.advance(600);
    app.sessions.used(id);
    clouditia.advance(600);
    await app.sessions.look(desk.connectionId);
    const [after] = app.costs.days('0000', '9999');
    expect(after).toMatchObject({ amount: eur(83), idle: eur(50 + 16) });
  });

  it('and is not ours is left to whoever started it', async () => {
    desk.idle = { minutes: 10, stops: true };
    const orphan = await clouditia.started();
    await minutes(15);
    expect(app.sessions.resolve(orphan)).toMatchObject({ state: 'running', isOrphan: true });
  });
});
