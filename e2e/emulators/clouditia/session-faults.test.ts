import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewSession } from '#common/contract/sessions';
import { openDatabase } from '#core/store/open-database';
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
const wanted = (over: Partial<NewSession> = {}) => aNewSession(desk.connectionId, over);
const start = (over: Partial<NewSession> = {}) => app.sessions.create(wanted(over));
const look = () => app.sessions.look(desk.connectionId);
const made = () => clouditia.world.sessions.all;
const charged = () => clouditia.world.billing.books()[0]?.chargedCents ?? -1;
const clearFaults = () => fetch(`${clouditia.controlUrl}/faults/`, { method: 'DELETE' });
const inLedger = () => app.costs.spent('0000-00-00', '9999-99-99');
/** Looks until the last word about every session is spoken, as the watch does minute by minute. */
async function settle() {
  for (let turn = 0; turn < 4; turn += 1) {
    clouditia.advance(60);
    await look();
  }
}

describe('a create whose answer is lost', () => {
  it('is found, and started once', async () => {
    clouditia.fault({ kind: 'reset-after', route: 'create' });
    const session = await start();
    expect(session).toMatchObject({ origin: 'created', state: 'starting', providerId: made()[0]?.id });
    expect(made()).toHaveLength(1);
  });

  it('and that cannot be looked for stays in the ledger as asked, and is found by a later look', async () => {
    desk.fetch = async (url, init) => {
      const response = await fetch(url, init);
      // The answer to the create still goes out; from then on there is no network.
      if (String(url).includes('/create/')) desk.fetch = () => Promise.reject(new TypeError('no network'));
      if (String(url).includes('/create/')) throw new TypeError('no network');
      return response;
    };
    const mine = wanted({ costLimit: eur(120) });
    await expect(app.sessions.create(mine)).rejects.toMatchObject({ code: 'CLOUDITIA_CREATE_UNKNOWN' });
    expect(app.sessions.list(10)).toMatchObject([{ state: 'asked', billing: 'unknown', providerId: null }]);
    desk.fetch = fetch;
    await look();
    expect(app.sessions.list(10)).toMatchObject([{ state: 'running', providerId: made()[0]?.id, origin: 'created' }]);
    expect(await app.sessions.create(mine)).toMatchObject({ limits: { cost: eur(120) } });
    expect(made()).toHaveLength(1);
  });

  it('is answered with HTML: the session is found', async () => {
    clouditia.fault({ kind: 'html', route: 'create' });
    expect(await start()).toMatchObject({ state: 'starting', providerId: made()[0]?.id });
    expect(made()).toHaveLength(1);
  });
});

describe('the app is killed between the create and its answer', () => {
  /** The create has reached the provider, its answer never reaches us: this app does not come back from it. */
  async function killedInCreate(over: Partial<NewSession> = {}): Promise<NewSession> {
    const mine = wanted(over);
    clouditia.fault({ kind: 'answer-withheld', route: 'create' });
    const abandoned = app.sessions.create(mine);
    abandoned.catch(() => {});
    while (!clouditia.log.entries.some(({ faults }) => faults.some((fault) => fault === 'answer-withheld'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return mine;
  }

  it('and the next one finds it as the one that was asked for, not as an orphan, and starts no other', async () => {
    const mine = await killedInCreate({ costLimit: eur(90), tags: ['night'] });
    app = openApp(desk);
    expect(app.sessions.list(10)).toMatchObject([{ state: 'asked', billing: 'unknown', providerId: null }]);
    clouditia.advance(600);
    await look();
    const [found, ...others] = app.sessions.list(10);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ origin: 'created', state: 'running', tags: ['night'], isOrphan: false });
    expect((await app.sessions.create(mine)).id).toBe(found?.id);
    expect(made()).toHaveLength(1);
    clouditia.advance(600);
    await settle();
    expect(inLedger()).toEqual([eur(charged())]);
  });

  it('its reserve counts against the budget until it is known', async () => {
    await killedInCreate({ costLimit: eur(200) });
    app = openApp(desk);
    await expect(start({ costLimit: eur(301), requestId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'BUDGET_REACHED',
    });
  });

  it('and nothing had been made: after a while the entry is closed, and a late session is still taken for it', async () => {
    const mine = wanted({ costLimit: eur(77) });
    clouditia.fault({ kind: 'handled-late', route: 'create' });
    const abandoned = app.sessions.create(mine);
    abandoned.catch(() => {});
    while (!clouditia.log.entries.some(({ faults }) => faults.some((fault) => fault === 'handled-late'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    app = openApp(desk);
    clouditia.advance(660);
    await look();
    expect(app.sessions.list(10)).toMatchObject([{ state: 'not-made', billing: 'none', reason: 'no-answer' }]);
    expect(app.sessions.alive()).toEqual([]);
    const late = await clouditia.started({ cost_limit: 0.77 });
    await look();
    expect(app.sessions.list(10)).toMatchObject([{ state: 'running', origin: 'created', providerId: late }]);
  });

  it('and a session that was guessed to be it is given to the one whose answer says so', async () => {
    clouditia.fault({ kind: 'handled-late', route: 'create', count: 2 });
    for (const other of [app, openApp(desk)]) other.sessions.create(wanted()).catch(() => {});
    const late = () => clouditia.log.entries.filter(({ faults }) => faults.some((fault) => fault === 'handled-late'));
    while (late().length < 2) await new Promise((resolve) => setImmediate(resolve));
    app = openApp(desk);
    const made = await clouditia.started({ cost_limit: 2 });
    clouditia.advance(600);
    await look();
    const [guessed, answered] = app.sessions.list(10).toSorted((one) => (one.providerId === made ? -1 : 1));
    if (!guessed || !answered) throw new Error('two wishes are in the ledger');
    expect([guessed.providerId, answered.providerId]).toEqual([made, null]);
    app.sessions.reconciler.joinTo(answered.id, desk.connectionId, made);
    expect(app.sessions.get(answered.id)).toMatchObject({ providerId: made, cost: { amount: eur(17) } });
    expect(app.sessions.get(guessed.id)).toMatchObject({ providerId: null, state: 'asked', cost: null });
    await look();
    expect(inLedger()).toEqual([eur(charged())]);
  });

  it('and two could be it: both are orphans, for nobody can say which', async () => {
    await killedInCreate();
    await clouditia.started();
    app = openApp(desk);
    await look();
    const states = app.sessions.list(10).map(({ origin, state, isOrphan }) => `${origin} ${state} ${isOrphan}`);
    expect(states.sort()).toEqual(['created asked false', 'found running true', 'found running true']);
  });
});

/** The command line beside the window: the same file, by a connection of its own. */
async function inTwoProcesses(test: (other: App) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reticle-two-'));
  const file = join(folder, 'reticle.db');
  const memory = desk.database;
  desk = await aDesk(clouditia, openDatabase(file));
  const beside = { ...desk, database: openDatabase(file) };
  app = openApp(desk);
  try {
    await test(openApp(beside));
  } finally {
    memory.close();
    beside.database.close();
    await app.close();
    rmSync(folder, { recursive: true });
  }
}

describe('two windows', () => {
  it('that ask for two sessions get two, each with its own entry', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.id).not.toBe(other.id);
    expect(new Set(made().map(({ id }) => id))).toEqual(new Set([one.providerId, other.providerId]));
  });

  it('with answers lost for both, still have each its own', async () => {
    clouditia.fault({ kind: 'reset-after', route: 'create', count: 2 });
    const [one, other] = await Promise.all([start(), start()]);
    expect(new Set([one.providerId, other.providerId])).toEqual(new Set(made().map(({ id }) => id)));
    expect(app.sessions.list(10)).toHaveLength(2);
  });

  it('cannot together pass what the budget allows', async () => {
    const starts = [300, 300].map((minor) => start({ costLimit: eur(minor) }));
    const ends = await Promise.allSettled(starts);
    // More than the cap of one session, which is on: neither is let through.
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const fitting = await Promise.allSettled([1, 2, 3].map(() => start({ costLimit: eur(200) })));
    expect(fitting.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(made()).toHaveLength(2);
  });

  it('and a second process with the same click start one', async () => {
    await inTwoProcesses(async (other) => {
      const mine = wanted();
      const both = await Promise.all([app.sessions.create(mine), other.sessions.create(mine)]);
      expect(new Set(both.map(({ id }) => id)).size).toBe(1);
      expect(made()).toHaveLength(1);
    });
  });

  it('and a second process with clicks of its own stay within the budget together', async () => {
    await inTwoProcesses(async (other) => {
      const limited = () => wanted({ costLimit: eur(200) });
      const apps = [app, other, app, other];
      const ends = await Promise.allSettled(apps.map(({ sessions }) => sessions.create(limited())));
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      expect(made()).toHaveLength(2);
      await look();
      expect(other.sessions.list(10).filter(({ state }) => state !== 'refused')).toHaveLength(2);
    });
  });

  it('and the command line beside them look at the same ledger', async () => {
    const cli = openApp(desk);
    const { id } = await start();
    await Promise.all([look(), cli.sessions.look(desk.connectionId)]);
    expect(app.sessions.list(10).map((session) => session.id)).toEqual([id]);
    await Promise.all([app.sessions.stop(id, 'person'), cli.sessions.stop(id, 'person')]);
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', stop: { outcome: 'confirmed' } });
  });
});

describe('a clock that is wrong', () => {
  it.each([-7, 5])('by %s hours, and set right in mid-session, changes no amount', async (hours) => {
    desk.skewMs = hours * 3_600_000;
    const { id } = await start();
    clouditia.advance(1205);
    await look();
    desk.skewMs = 0;
    expect(app.sessions.get(id).cost?.amount.minor).toBeLessThanOrEqual(33 + 9);
    clouditia.advance(600);
    await look();
    expect(app.sessions.get(id)).toMatchObject({ gap: null, cost: { amount: eur(50) } });
    expect(await app.sessions.stop(id, 'person')).toMatchObject({ state: 'stopped', stop: { outcome: 'confirmed' } });
    await settle();
    expect(inLedger()).toEqual([eur(charged())]);
  });
});

describe('a cost that means nothing', () => {
  const answered = (cost: unknown, providerId: string | null) => ({
    kind: 'status' as const,
    status: 200,
    route: 'POST /jobs/api/computing/sessions/costs',
    body: {
      success: true,
      currency: 'EUR',
      sessions: [{ session_id: providerId, cost, hourly_rate: 1, duration_seconds: 1800 }],
    },
  });

  it.each([-3, 'NaN', null, 'much'])('such as %s changes nothing', async (cost) => {
    const { id, providerId } = await start();
    clouditia.advance(1805);
    await look();
    clouditia.fault(answered(cost, providerId));
    await look();
    expect(app.sessions.get(id)).toMatchObject({ state: 'running', cost: { amount: eur(50) } });
    expect(inLedger()).toEqual([eur(50)]);
  });

  it('such as 0 for half an hour is the provider’s word, shown with the gap, and budgets do not believe it', async () => {
    await app.budgets.save({
      ...{ id: 'day', scope: 'day', tag: null, limit: eur(60), isOn: true },
      steps: [{ fraction: 1, action: 'stop' }],
    });
    const { id, providerId } = await start({ costLimit: eur(60) });
    clouditia.advance(1805);
    await look();
    clouditia.fault(answered(0, providerId));
    await look();
    expect(app.sessions.get(id)).toMatchObject({
      cost: { amount: eur(0), source: 'provider' },
      gap: { ours: eur(50), theirs: eur(0) },
    });
    expect(app.budgets.states().find(({ budget }) => budget.id === 'day')?.spent).toEqual(eur(50));
    await look();
    expect(app.sessions.get(id)).toMatchObject({ cost: { amount: eur(50) }, gap: null });
    expect(inLedger()).toEqual([eur(50)]);
  });

  it('in another currency is not added', async () => {
    const { id, providerId } = await start();
    clouditia.advance(1805);
    await look();
    const fault = answered(40, providerId);
    clouditia.fault({ ...fault, body: { ...fault.body, currency: 'USD' } });
    await look();
    expect(app.sessions.get(id).cost?.amount).toEqual(eur(50));
    expect(inLedger()).toEqual([eur(50)]);
  });

  it('that lags behind is read again until it is whole', async () => {
    const { id } = await start();
    clouditia.advance(1805);
    clouditia.fault({ kind: 'cost-lags', seconds: 900, count: null });
    await look();
    await app.sessions.stop(id, 'person');
    await look();
    expect(app.sessions.get(id).cost?.amount.minor).toBeLessThan(charged());
    await clearFaults();
    await settle();
    expect(app.sessions.get(id)).toMatchObject({
      cost: { amount: eur(charged()) },
      stop: { finalCost: eur(charged()) },
    });
    expect(app.ledger.open(desk.connectionId)).toEqual([]);
  });

  it('that contradicts rate and duration is kept beside what those give', async () => {
    const { id } = await start();
    clouditia.advance(1805);
    clouditia.fault({ kind: 'cost-contradicts', route: 'costs' });
    await look();
    expect(app.sessions.get(id)).toMatchObject({ cost: { amount: eur(25) }, gap: { ours: eur(50), theirs: eur(25) } });
  });
});

describe('a stop', () => {
  it('that is accepted and never happens is not called one, and keeps its running amount', async () => {
    const { id } = await start();
    clouditia.advance(605);
    await look();
    clouditia.fault({ kind: 'stop-ignored', route: 'stop' });
    const asked = await app.sessions.stop(id, 'person');
    expect(asked).toMatchObject({
      state: 'running',
      billing: 'billing',
      stop: { outcome: 'unconfirmed', finalCost: null },
    });
    expect(asked.cost?.amount.minor).toBeGreaterThan(17);
    const again = await app.sessions.stop(id, 'person');
    expect(again).toMatchObject({ state: 'stopped', billing: 'ended', stop: { outcome: 'confirmed' } });
    expect(again.cost?.amount).toEqual(eur(charged()));
  });

  it('that happens later than we waited is confirmed by the next look', async () => {
    const { id, providerId } = await start();
    clouditia.advance(605);
    clouditia.fault({ kind: 'stop-ignored', route: 'stop' });
    expect(await app.sessions.stop(id, 'person')).toMatchObject({ stop: { outcome: 'unconfirmed' } });
    await clouditia.post('/sessions/stop/', { session_id: providerId });
    clouditia.advance(3);
    await look();
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', stop: { outcome: 'confirmed' } });
    expect(app.sessions.get(id).stop?.finalCost).toEqual(eur(charged()));
  });

  it('outlives the app that was asked for it', async () => {
    const { id } = await start();
    clouditia.advance(605);
    app.stops.ask(id, 'person', 0);
    app = openApp(desk);
    await app.watch.turn();
    await app.sessions.stop(id, 'person');
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', stop: { outcome: 'confirmed' } });
  });

  it('goes on through trouble, and is asked for again until it is heard', async () => {
    const { id } = await start();
    clouditia.advance(605);
    clouditia.fault({ kind: 'html', route: 'stop', count: 4 });
    expect(await app.sessions.stop(id, 'person')).toMatchObject({ state: 'stopped', stop: { outcome: 'confirmed' } });
  });

  it('of all stops all, and one that fails does not keep the others', async () => {
    const [one, other] = [await start(), await start()];
    clouditia.advance(605);
    clouditia.fault({ kind: 'session-vanishes', sessionId: one.providerId ?? '', count: null });
    const stopped = await app.sessions.stopAll('person');
    const outcomes = new Map(stopped.map(({ id, stop }) => [id, stop?.outcome]));
    expect(outcomes).toEqual(
      new Map([
        [one.id, 'unconfirmed'],
        [other.id, 'confirmed'],
      ]),
    );
  });
});

describe('an account', () => {
  it('that is empty refuses, and what it stopped is stopped by its own word', async () => {
    const { id } = await start();
    clouditia.advance(605);
    await look();
    await clouditia.control('/credit/', { user: 'nora', creditCents: 10 });
    clouditia.advance(1);
    await look();
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', billing: 'ended', reason: 'provider' });
    await expect(start()).rejects.toMatchObject({ code: 'CLOUDITIA_NO_CREDIT' });
    expect(app.sessions.list(1)).toMatchObject([{ state: 'refused', reason: 'CLOUDITIA_NO_CREDIT' }]);
  });

  it('whose key is refused in mid-session leaves the session as it was last known', async () => {
    const { id } = await start();
    clouditia.advance(605);
    await look();
    clouditia.fault({ kind: 'status', status: 401, count: null });
    await app.watch.turn();
    expect(app.accounts.stateOf(desk.connectionId)).toMatchObject({ error: { code: 'CLOUDITIA_KEY_REFUSED' } });
    expect(app.sessions.get(id)).toMatchObject({ state: 'running', billing: 'billing' });
    const asked = await app.sessions.stop(id, 'person');
    expect(asked).toMatchObject({
      state: 'running',
      stop: { outcome: 'unconfirmed', error: { code: 'CLOUDITIA_KEY_REFUSED' } },
    });
    await clearFaults();
    await app.watch.turn();
    expect(app.accounts.stateOf(desk.connectionId)).toMatchObject({ error: null });
  });

  it('that answers with HTML leaves the ledger as it is', async () => {
    const { id } = await start();
    clouditia.advance(605);
    await look();
    const before = app.sessions.get(id);
    clouditia.fault({ kind: 'html', count: null });
    await expect(look()).rejects.toMatchObject({ code: 'CLOUDITIA_BAD_ANSWER' });
    expect(app.sessions.get(id)).toEqual(before);
  });
});
