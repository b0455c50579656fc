/**
 * The ledger: a simulated year of faults against the emulator's own books, seeded; what a month of 200 sessions with a
 * sample a minute costs to read; and how good forecasts of the day are.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionId } from '#common/contract/connections';
import { SessionId } from '#common/contract/sessions';
import { costAt, rateOf } from '#common/money';
import { localCalendar } from '#core/sessions/cost-days';
import { daysThatCount, forecastOf } from '#core/sessions/forecast';
import { openDatabase } from '#core/store/open-database';
import { aClouditia } from '../e2e/emulators/clouditia/emulator.builder';
import { auditOf, type Life, liveOn } from '../e2e/emulators/clouditia/simulated-life.builder';
import { type App, aDesk, openApp } from '../e2e/emulators/clouditia/workplace.builder';
import { median, timeEach } from './report';

const seeds = (process.env.LEDGER_SEEDS ?? '1').split(',').map(Number);
const days = 365;
const HISTORY_DAYS = 28;
/** The hard caps that are on from the start, in cents. */
const [DAY_CAP, MONTH_CAP] = [500, 5000];

const verdict = (value: number, bar: number) =>
  `${value.toFixed(2)} ms (≤ ${bar} ms: ${value <= bar ? 'met' : 'MISSED'})`;

async function year(seed: number): Promise<void> {
  const clouditia = await aClouditia({ creditCents: 10_000_000 });
  const desk = await aDesk(clouditia);
  const startMs = performance.now();
  const life = await liveOn(desk, { days, seed, looksADay: 12 });
  const audit = auditOf(life, desk);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
  console.log(
    `year, seed ${seed} (${seconds} s): ${audit.sessions} sessions, ${life.faults} faults, ${life.restarts} restarts;`,
    `books ${audit.chargedCents} cents, ledger ${audit.ledgerCents} cents; not to the cent: ${audit.wrong.length},`,
    `lost: ${audit.lost.length}, twice: ${audit.twice}, called stopped and was not: ${audit.notStopped.length},`,
    `orphans found: ${audit.orphansFound} of ${life.orphans.length}, sessions past the hard cap: ${audit.pastCap}`,
  );
  tellForecasts(life);
  await life.app.close();
  desk.database.close();
  await clouditia.close();
}

/** The mean error of what was expected of each day at its beginning, against "as much as yesterday". */
function tellForecasts({ app }: Life): void {
  const totals = new Map(app.costs.dayTotals('0000-00-00', '9999-99-99').map(({ day, minor }) => [day, minor]));
  const [first, last] = [[...totals.keys()][0] ?? '', [...totals.keys()].at(-1) ?? ''];
  const all: { day: string; minor: number }[] = [];
  for (let ms = Date.parse(`${first}T12:00:00Z`); localCalendar.dayOf(ms) <= last; ms += 86_400_000) {
    const day = localCalendar.dayOf(ms);
    all.push({ day, minor: totals.get(day) ?? 0 });
  }
  let [ours, naive, inBand, counted] = [0, 0, 0, 0];
  for (const [index, { day, minor: actual }] of all.entries()) {
    if (index < HISTORY_DAYS) continue;
    const before = all.slice(0, index);
    const inMonth = before.filter((one) => one.day.slice(0, 7) === day.slice(0, 7));
    const leftOfMonth = MONTH_CAP - inMonth.reduce((sum, { minor }) => sum + minor, 0);
    const history = daysThatCount(before, MONTH_CAP).slice(-HISTORY_DAYS);
    const { low, expected, high } = forecastOf({
      ...{ spent: 0, running: 0, history: history.map(({ minor }) => minor), restOfDay: 1, restDays: 0 },
      most: Math.max(0, Math.min(DAY_CAP, leftOfMonth)),
    });
    ours += Math.abs(expected - actual);
    naive += Math.abs((all[index - 1]?.minor ?? 0) - actual);
    if (low <= actual && actual <= high) inBand += 1;
    counted += 1;
  }
  const mean = (sum: number) => (sum / counted).toFixed(0);
  console.log(
    `forecast of the day, ${counted} days: mean error ${mean(ours)} cents; as yesterday: ${mean(naive)} cents;`,
    `ratio ${(ours / naive).toFixed(2)} (≤ 1: ${ours <= naive ? 'met' : 'MISSED'}); in the band: ${((100 * inBand) / counted).toFixed(0)} % (meant: 80 %)`,
  );
}

/** 200 sessions of 25 hours in 30 days, a sample a minute each. */
function fillMonth({ ledger, costs }: App, connectionId: ConnectionId, nowMs: number): number {
  const rate = rateOf(1.37, 'EUR');
  let samples = 0;
  for (let index = 0; index < 200; index += 1) {
    const startedAtMs = nowMs - 30 * 86_400_000 + index * 3.4 * 3_600_000;
    const id = SessionId.parse(randomUUID());
    ledger.add({
      ...{ id, connectionId, provider: 'clouditia', requestId: null, providerId: randomUUID(), queueId: null },
      ...{ origin: 'created', name: `session ${index}`, wish: null, gpus: [{ type: 'a', count: 1 }], tags: ['bench'] },
      ...{ limitMinor: 10_000, limitCurrency: 'EUR', limitSeconds: null, state: 'running', billing: 'billing' },
      ...{ reason: null, askedAtMs: startedAtMs, startedAtMs, endedAtMs: null, seenAtMs: null, usedAtMs: null },
      ...{ rateMicro: null, currency: null, costMinor: null, costAtMs: null, billedSeconds: null, gapMinor: null },
      sameReads: 0,
    });
    ledger.whole(() => {
      for (let minute = 1; minute <= 1500; minute += 1) {
        const cost = { cost: costAt(rate, minute * 60), rate, billedSeconds: minute * 60 };
        const told = { providerId: '', startedAtMs, endedAtMs: null, ...cost };
        costs.record(id, told, startedAtMs + minute * 60_000);
        samples += 1;
      }
      // Five still run.
      if (index < 195) ledger.update(id, { state: 'stopped', billing: 'ended', sameReads: 2 });
    });
  }
  return samples;
}

async function month(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reticle-ledger-'));
  const clouditia = await aClouditia();
  const database = openDatabase(join(folder, 'reticle.db'));
  try {
    const desk = await aDesk(clouditia, database);
    const app = openApp(desk);
    const nowMs = clouditia.world.agenda.nowMs;
    const startMs = performance.now();
    const samples = fillMonth(app, desk.connectionId, nowMs);
    console.log(`${samples} samples of 200 sessions taken in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
    const from = localCalendar.dayOf(nowMs - 31 * 86_400_000);
    const page = await timeEach(50, 5, async () => [app.costs.days(from, '9999-99-99'), app.sessions.list(200)]);
    console.log(`what the Costs page reads, median: ${verdict(median(page), 100)}`);
    const tick = await timeEach(200, 20, () => app.meter.read());
    console.log(`a tick of the meter with 5 running, median: ${verdict(median(tick), 1)}`);
    await app.close();
  } finally {
    database.close();
    await clouditia.close();
    rmSync(folder, { recursive: true });
  }
}

await month();
for (const seed of seeds) await year(seed);
