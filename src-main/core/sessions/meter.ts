import type { Forecast, Meter } from '#common/contract/sessions';
import { costAt, type Money, ratesOf, totalsOf } from '#common/money';
import type { Accounts } from './accounts';
import type { Calendar } from './cost-days';
import { forecastOf } from './forecast';
import { costOf, type LedgerRow, limitOf, rateOf } from './ledger-row';
import { endsAtMs, figureOf, stillToCome } from './running-cost';
import type { SessionBooks } from './session-service';

const HISTORY_DAYS = 28;
const DAY_MS = 86_400_000;
const NEAR = 0.8;

/** What everything costs now, has cost, and will cost. */
export class CostMeter {
  constructor(
    private readonly books: SessionBooks,
    private readonly accounts: Accounts,
    private readonly calendar: Calendar,
    private readonly now: () => Date,
  ) {}

  async read(): Promise<Meter> {
    const connectionIds = await this.accounts.ids();
    const nowMs = this.now().getTime();
    const alive = this.books.ledger.alive();
    const billed = alive.filter(({ billing }) => billing === 'billing');
    const beyond = billed.flatMap((row) => difference(figureOf(row, nowMs)?.amount ?? null, costOf(row)));
    const today = this.calendar.dayOf(nowMs);
    const month = today.slice(0, 7);
    const budgets = this.books.budgets.states();
    const unconfirmed = this.books.stops.unconfirmed().filter(({ outcome }) => outcome === 'unconfirmed').length;
    const isNear = budgets.some(({ budget, fraction }) => budget.isOn && fraction >= NEAR);
    const errors = alive.some(({ connectionId }) => this.accounts.stateOf(connectionId).error !== null);
    const ends = billed.flatMap((row) => endsAtMs(row) ?? []);
    return {
      alarm: unconfirmed > 0 ? 'unconfirmed' : isNear ? 'near' : billed.length > 0 ? 'paid' : 'none',
      rates: ratesOf(billed.flatMap((row) => rateOf(row) ?? [])),
      isAtLeast:
        errors || billed.some((row) => row.rateMicro === null) || alive.some(({ billing }) => billing === 'unknown'),
      today: totalsOf([...this.books.costs.spent(today, today), ...beyond]),
      month: totalsOf([...this.books.costs.spent(`${month}-01`, `${month}-31`), ...beyond]),
      billing: billed.length,
      orphans: alive.filter(({ origin }) => origin === 'found').length,
      unconfirmed,
      endsAtMs: ends.length > 0 ? Math.min(...ends) : null,
      worstCase: totalsOf(alive.flatMap(worstOf)),
      isBounded: alive.every((row) => row.billing === 'none' || limitOf(row) !== null),
      accounts: connectionIds.map((connectionId) => {
        const balance = this.books.costs.balance(connectionId);
        const burn = ratesOf(
          billed.filter((row) => row.connectionId === connectionId).flatMap((row) => rateOf(row) ?? []),
        );
        return {
          connectionId,
          balance,
          lastsMs: lastsMs(balance, burn, nowMs),
          ...this.accounts.stateOf(connectionId),
        };
      }),
      budgets,
      forecast: this.#forecast(billed, beyond, nowMs),
    };
  }

  /** Writes down what is expected of the day and the month, once each, so that it can be held against what came. */
  keepForecasts(): void {
    const nowMs = this.now().getTime();
    const day = this.calendar.dayOf(nowMs);
    const { day: days, month } = this.#forecast([], [], nowMs);
    for (const forecast of days) this.books.costs.keepForecast(day, forecast);
    for (const forecast of month) this.books.costs.keepForecast(day.slice(0, 7), forecast);
  }

  #forecast(billed: readonly LedgerRow[], beyond: readonly Money[], nowMs: number): Meter['forecast'] {
    const { costs } = this.books;
    const today = this.calendar.dayOf(nowMs);
    const month = today.slice(0, 7);
    const dayEndMs = this.calendar.nextDayMs(nowMs);
    const pastDays = Array.from({ length: HISTORY_DAYS }, (_, index) =>
      this.calendar.dayOf(dayEndMs - DAY_MS / 2 - (index + 1) * DAY_MS),
    );
    const past = costs.dayTotals(pastDays.at(-1) ?? today, pastDays[0] ?? today);
    // Days before the first session ever say nothing about what is usual.
    const known = pastDays.filter((day) => day >= (past[0]?.day ?? today));
    const spentOn = (from: string) => totalsOf([...costs.spent(from, `${month}-31`), ...beyond]);
    const [day, whole] = [spentOn(today), spentOn(`${month}-01`)];
    const running = totalsOf(billed.flatMap((row) => untilEnd(row, nowMs, dayEndMs)));
    const currencies = new Set([...whole, ...running, ...past].map(({ currency }) => currency));
    const make = (spent: readonly Money[], restDays: number): Forecast[] =>
      [...currencies].sort().map((currency) => {
        const made = forecastOf({
          spent: minorOf(spent, currency),
          running: minorOf(running, currency),
          history: known.map((one) =>
            minorOf(
              past.filter((row) => row.day === one),
              currency,
            ),
          ),
          restOfDay: (dayEndMs - nowMs) / DAY_MS,
          restDays,
        });
        const money = (minor: number) => ({ minor, currency });
        return { low: money(made.low), expected: money(made.expected), high: money(made.high) };
      });
    return { day: make(day, 0), month: make(whole, this.#restDays(dayEndMs, month)) };
  }

  #restDays(fromMs: number, month: string): number {
    let days = 0;
    for (let ms = fromMs; this.calendar.dayOf(ms).startsWith(month); ms = this.calendar.nextDayMs(ms)) days += 1;
    return days;
  }
}

const minorOf = (sums: readonly Money[], currency: string) =>
  sums.reduce((sum, one) => sum + (one.currency === currency ? one.minor : 0), 0);

function difference(now: Money | null, told: Money | null): Money[] {
  return now && told ? [{ ...now, minor: now.minor - told.minor }] : [];
}

/** What a running session will still cost until then, or until its limits end it. */
function untilEnd(row: LedgerRow, nowMs: number, untilMs: number): Money[] {
  const rate = rateOf(row);
  if (!rate) return [];
  const endMs = Math.min(untilMs, endsAtMs(row) ?? untilMs);
  return [costAt(rate, Math.max(0, endMs - nowMs) / 1000)];
}

function worstOf(row: LedgerRow): Money[] {
  const limit = limitOf(row);
  const left = stillToCome(row);
  return limit && left !== null ? [{ ...limit, minor: left }] : [];
}

function lastsMs(balance: Meter['accounts'][number]['balance'], burn: Meter['rates'], nowMs: number): number | null {
  const rate = burn.find(({ currency }) => currency === balance?.amount.currency);
  if (!balance || !rate) return null;
  const perHour = costAt(rate, 3600).minor;
  if (perHour <= 0) return null;
  return Math.max(0, (balance.amount.minor / perHour) * 3_600_000 - Math.max(0, nowMs - balance.atMs));
}
