import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewSession } from '#common/contract/sessions';
import { localCalendar } from '#core/sessions/cost-days';
import { aClouditia, START_MS } from './emulator.builder';
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
const look = () => app.sessions.look(desk.connectionId);
const book = () => clouditia.world.billing.books()[0];
const today = () => localCalendar.dayOf(START_MS);

describe('a session', () => {
  it('is in the ledger from before the create to its final cost', async () => {
    const started = await start({ costLimit: eur(150), name: 'night', tags: ['night'] });
    expect(started).toMatchObject({
      origin: 'created',
      state: 'starting',
      billing: 'none',
      cost: null,
      isOrphan: false,
    });
    expect(started.limits).toEqual({ cost: eur(150), durationSeconds: null });
    clouditia.advance(5 + 1800);
    await look();
    const running = app.sessions.get(started.id);
    expect(running).toMatchObject({ name: 'night', state: 'running', billing: 'billing' });
    expect(running.cost).toEqual({
      ...{ amount: eur(50), kind: 'billed', source: 'provider', atMs: clouditia.world.agenda.nowMs },
    });
    expect(running.endsAtMs).toBe((running.startedAtMs ?? 0) + 1.5 * 3_600_000);
    clouditia.advance(180);
    expect(app.sessions.get(started.id).cost).toMatchObject({
      amount: eur(55),
      kind: 'estimated',
      source: 'interpolated',
    });
    const stopped = await app.sessions.stop(started.id, 'person');
    expect(stopped).toMatchObject({ state: 'stopped', billing: 'ended', reason: 'stopped-by-person' });
    expect(stopped.stop).toMatchObject({ by: 'person', outcome: 'confirmed', finalCost: stopped.cost?.amount });
    expect(stopped.cost).toMatchObject({ amount: eur(book()?.chargedCents ?? -1), kind: 'billed' });
    expect(app.costs.spent(today(), today())).toEqual([stopped.cost?.amount]);
  });

  it('is the same one when the same click comes twice, at once or later', async () => {
    const wanted = aNewSession(desk.connectionId);
    const [one, other] = await Promise.all([app.sessions.create(wanted), app.sessions.create(wanted)]);
    expect((await openApp(desk).sessions.create(wanted)).id).toBe(one.id);
    expect(other.id).toBe(one.id);
    expect(clouditia.world.sessions.all).toHaveLength(1);
  });

  it('is opened with a password that is asked for when it is wanted, and kept nowhere', async () => {
    const { id } = await start();
    const { password, url } = await app.sessions.access(id, new AbortController().signal);
    const [made] = clouditia.world.sessions.all;
    expect(password).toBe(made?.password);
    expect(url).toContain(made?.id);
    expect(desk.database.serialize().toString('latin1')).not.toContain(password);
    expect(JSON.stringify(app.sessions.get(id))).not.toContain(password);
  });

  it('that is refused leaves its reason in the ledger and bills nothing', async () => {
    const wanted = start({ gpus: [{ type: 'nvidia-rtx-4090', count: 9 }] });
    await expect(wanted).rejects.toMatchObject({ code: 'CLOUDITIA_NO_GPU' });
    expect(app.sessions.list(10)).toMatchObject([{ state: 'refused', billing: 'none', reason: 'CLOUDITIA_NO_GPU' }]);
    expect(app.sessions.alive()).toEqual([]);
  });

  it('waits in the queue and is the same entry when it runs', async () => {
    await clouditia.control('/stock/', { gpuType: 'nvidia-rtx-4090', available: 0 });
    const queued = await start({ gpus: [{ type: 'nvidia-rtx-4090', count: 1 }], queueIfUnavailable: true });
    expect(queued).toMatchObject({ state: 'queued', billing: 'none', providerId: null });
    await clouditia.control('/stock/', { gpuType: 'nvidia-rtx-4090', available: 1 });
    clouditia.advance(30);
    await look();
    expect(app.sessions.list(10)).toMatchObject([{ id: queued.id, state: 'running', isOrphan: false }]);
  });

  it('in the queue can be called off', async () => {
    await clouditia.control('/stock/', { gpuType: 'nvidia-rtx-4090', available: 0 });
    const { id } = await start({ gpus: [{ type: 'nvidia-rtx-4090', count: 1 }], queueIfUnavailable: true });
    expect(await app.sessions.stop(id, 'person')).toMatchObject({ state: 'refused', reason: 'left-queue' });
    await clouditia.control('/stock/', { gpuType: 'nvidia-rtx-4090', available: 1 });
    clouditia.advance(60);
    expect(clouditia.world.sessions.all).toEqual([]);
  });

  it('that its provider ends by a limit says by which', async () => {
    const byCost = await start({ costLimit: eur(10) });
    const byTime = await start({ durationLimitSeconds: 60 });
    clouditia.advance(3600);
    await look();
    expect(app.sessions.get(byCost.id)).toMatchObject({ state: 'stopped', reason: 'cost-limit' });
    expect(app.sessions.get(byTime.id)).toMatchObject({ state: 'stopped', reason: 'duration-limit' });
  });
});

describe('what the provider has and we do not know', () => {
  it('is an orphan until it is adopted or stopped', async () => {
    const [mine, theirs] = [await clouditia.started(), await clouditia.started()];
    clouditia.advance(600);
    await look();
    const found = app.sessions.alive();
    expect(found.map(({ providerId, isOrphan, billing }) => [providerId, isOrphan, billing]).sort()).toEqual(
      [mine, theirs].sort().map((id) => [id, true, 'billing']),
    );
    const adopted = app.sessions.adopt(app.sessions.resolve(mine).id, ['lab']);
    expect(adopted).toMatchObject({ origin: 'adopted', isOrphan: false, tags: ['lab'] });
    const stopped = await app.sessions.stop(app.sessions.resolve(theirs).id, 'person');
    expect(stopped).toMatchObject({ state: 'stopped', billing: 'ended', isOrphan: false });
    await look();
    expect(app.costs.spent(today(), today())).toEqual([eur(book()?.chargedCents ?? -1)]);
  });

  it('and is over already is in the books all the same', async () => {
    const id = await clouditia.started({ duration_limit: 3600 });
    clouditia.advance(7200);
    await look();
    expect(app.sessions.resolve(id)).toMatchObject({ state: 'stopped', billing: 'ended', isOrphan: false });
    expect(app.sessions.resolve(id).cost?.amount).toEqual(eur(100));
    await look();
    expect(app.ledger.open(desk.connectionId)).toEqual([]);
  });
});

describe('a session that vanishes', () => {
  it('is closed by us with that reason, is not called stopped, and comes back', async () => {
    const { id, providerId } = await start();
    clouditia.advance(605);
    await look();
    clouditia.fault({ kind: 'session-vanishes', sessionId: providerId ?? '', count: null });
    await look();
    const gone = app.sessions.get(id);
    expect(gone).toMatchObject({
      state: 'vanished',
      billing: 'unknown',
      reason: 'vanished',
      cost: { amount: eur(17) },
    });
    expect(await app.sessions.stop(id, 'person')).toMatchObject({
      state: 'vanished',
      stop: { outcome: 'unconfirmed' },
    });
    expect(await app.meter.read()).toMatchObject({ alarm: 'unconfirmed', isAtLeast: true });
    clouditia.advance(25 * 3600);
    await look();
    // The entry is closed, without the claim that it was stopped.
    expect(app.sessions.get(id)).toMatchObject({ state: 'vanished', billing: 'unknown' });
    expect(app.sessions.alive()).toEqual([]);
    expect(await app.meter.read()).toMatchObject({ alarm: 'none', isAtLeast: false });
    await fetch(`${clouditia.controlUrl}/faults/`, { method: 'DELETE' });
    await look();
    expect(app.sessions.get(id)).toMatchObject({ state: 'stopped', billing: 'ended', cost: { amount: eur(200) } });
    expect(app.costs.spent('0000', '9999')).toEqual([eur(book()?.chargedCents ?? -1)]);
  });
});
