import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewSession } from '#common/contract/sessions';
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
  await app.close();
  desk.database.close();
  await clouditia.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const start = (over: Partial<NewSession> = {}) => app.sessions.create(aNewSession(desk.connectionId, over));
const look = () => app.sessions.look(desk.connectionId);
const HOUR_MS = 3_600_000;

describe('the meter', () => {
  it('is quiet where nothing costs money', async () => {
    await look();
    expect(await app.meter.read()).toMatchObject({
      ...{ alarm: 'none', rates: [], isAtLeast: false, today: [], month: [], billing: 0, orphans: 0, endsAtMs: null },
      accounts: [{ balance: { amount: eur(10_000) }, lastsMs: null, error: null }],
      forecast: { day: [], month: [] },
    });
  });

  it('adds up what runs, up to this moment, and says how long that can go on', async () => {
    const one = await start({ costLimit: eur(100) });
    await start({ gpus: [{ type: 'nvidia-rtx-4090', count: 2 }], costLimit: eur(150) });
    clouditia.advance(5 + 600);
    await look();
    clouditia.advance(60);
    const meter = await app.meter.read();
    expect(meter).toMatchObject({ alarm: 'paid', billing: 2, isAtLeast: false, isBounded: true });
    expect(meter.rates).toEqual([{ microPerHour: 4_000_000, currency: 'EUR' }]);
    // 10 minutes at 4 €/h by the provider's word, and one more by its rate.
    expect([meter.today, meter.month]).toEqual([[eur(67 + 7)], [eur(67 + 7)]]);
    expect(meter.endsAtMs).toBe((app.sessions.get(one.id).startedAtMs ?? 0) + HOUR_MS / 2);
    expect(meter.worstCase).toEqual([eur(250 - 67)]);
    expect(meter.accounts[0]?.lastsMs).toBeCloseTo(((10_000 - 67) / 400) * HOUR_MS - 60_000, -3);
  });

  it('does not guess for ever: after five minutes without a word it stands still, and says "at least"', async () => {
    await start({ costLimit: eur(200) });
    clouditia.advance(5 + 600);
    await look();
    clouditia.fault({ kind: 'html', count: null });
    clouditia.advance(300);
    await app.watch.turn();
    const soon = await app.meter.read();
    clouditia.advance(3000);
    const later = await app.meter.read();
    expect([soon.isAtLeast, later.isAtLeast]).toEqual([true, true]);
    expect(later.today).toEqual(soon.today);
    expect(later.accounts[0]).toMatchObject({ error: { code: 'CLOUDITIA_BAD_ANSWER' } });
  });

  it('warns near a budget, and more so of a stop that nobody confirmed', async () => {
    const { id } = await start({ costLimit: eur(200) });
    clouditia.advance(5 + 6000);
    await look();
    expect((await app.meter.read()).alarm).toBe('near');
    clouditia.fault({ kind: 'stop-ignored', route: 'stop' });
    await app.sessions.stop(id, 'person');
    expect(await app.meter.read()).toMatchObject({ alarm: 'unconfirmed', unconfirmed: 1, billing: 1 });
    await app.sessions.stop(id, 'person');
    expect(await app.meter.read()).toMatchObject({ unconfirmed: 0, billing: 0, rates: [] });
  });

  it('expects of the day what runs until its limit, and keeps what it said first', async () => {
    await start({ costLimit: eur(100) });
    clouditia.advance(5 + 1800);
    await app.watch.turn();
    const { forecast } = await app.meter.read();
    expect(forecast.day).toEqual([{ low: eur(100), expected: eur(100), high: eur(100) }]);
    expect(forecast.month[0]?.expected.minor).toBeGreaterThanOrEqual(100);
  });

  it('holds what it expected of a day against what came', async () => {
    await start({ costLimit: eur(100) });
    clouditia.advance(5 + 1800);
    await look();
    clouditia.advance(24 * 3600);
    await app.watch.turn();
    clouditia.advance(24 * 3600);
    await app.watch.turn();
    // Of the first day nothing was said. At the first look of the second, nothing had been spent on it.
    expect(app.forecasts.past()).toEqual([
      { period: expect.stringMatching(/-04$/), forecast: expect.anything(), actual: eur(0) },
    ]);
    expect(app.forecasts.past()[0]?.forecast.expected.minor).toBeGreaterThan(0);
  });

  it('never adds what is in different currencies', async () => {
    await start({ costLimit: eur(100) });
    clouditia.advance(5 + 1800);
    await look();
    const dollars = { kind: 'status', status: 200, route: 'sessions/costs' } as const;
    const orphan = await clouditia.started();
    const row = { session_id: orphan, cost: 3, hourly_rate: 6, duration_seconds: 1800 };
    clouditia.fault({ ...dollars, body: { success: true, currency: 'USD', sessions: [row] } });
    await look();
    const { today, rates, isBounded } = await app.meter.read();
    expect(today).toEqual([eur(50), { minor: 300, currency: 'USD' }]);
    expect(rates.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
    expect(isBounded).toBe(false);
  });
});
