import type { Forecast, Meter, PastForecast } from '#common/contract/sessions';
import { costAt, type Money, totalsOf } from '#common/money';
import type { Budgets } from './budgets';
import type { Calendar } from './cost-days';
import type { CostLedger } from './cost-ledger';
import { daysThatCount, forecastOf } from './forecast';
import type { ForecastStore } from './forecast-store';
import { type LedgerRow, rateOf } from './ledger-row';
import { endsAtMs } from './running-cost';

const HISTORY_DAYS = 28;
const DAY_MS = 86_400_000;

/** What the day and the month will cost, by what runs and by what past days cost. */
export class Forecasts {
  constructor(
    private readonly store: ForecastStore,
    private readonly costs: CostLedger,
    private readonly budgets: Pick<Budgets, 'cap'>,
    private readonly calendar: Calendar,
    private readonly now: () => Date,
  ) {}

  /** Of the day and the month at their beginnings, held against what came. */
  past(): PastForecast[] {
    return this.store.past(this.calendar.dayOf(this.now().getTime()));
  }

  /** Writes down what is expected, once a day and once a month. */
  keep(): void {
    const today = this.calendar.dayOf(this.now().getTime());
    const { day, month } = this.make([], []);
    for (const forecast of day) this.store.keep(today, forecast);
    for (const forecast of month) this.store.keep(today.slice(0, 7), forecast);
  }

  /**
   * @param billed - what runs and is billed
   * @param beyond - what that has cost beyond what is in the books
   */
  make(billed: readonly LedgerRow[], beyond: readonly Money[]): Meter['forecast'] {
    const nowMs = this.now().getTime();
    const today = this.calendar.dayOf(nowMs);
    const month = today.slice(0, 7);
    const dayEndMs = this.calendar.nextDayMs(nowMs);
    const { history, currencies: known } = this.#history(today, dayEndMs);
    const spentSince = (from: string) => totalsOf([...this.costs.spent(from, `${month}-31`), ...beyond]);
    const [inDay, inMonth] = [spentSince(today), spentSince(`${month}-01`)];
    const running = totalsOf(billed.flatMap((row) => untilEnd(row, nowMs, dayEndMs)));
    const currencies = new Set([...known, ...[...inMonth, ...running].map(({ currency }) => currency)]);
    const make = (spent: readonly Money[], restDays: number): Forecast[] =>
      [...currencies].sort().map((currency) => {
        const input = { spent: minorOf(spent, currency), running: minorOf(running, currency), restDays };
        const [dayCap, monthCap] = [this.budgets.cap('day', currency), this.budgets.cap('month', currency)];
        const leftOfMonth = monthCap === null ? null : input.spent + monthCap - minorOf(inMonth, currency);
        const caps = [restDays === 0 ? dayCap : null, leftOfMonth].flatMap((cap) => cap ?? []);
        const made = forecastOf({
          ...{ ...input, history: history(currency, monthCap), restOfDay: (dayEndMs - nowMs) / DAY_MS },
          most: caps.length > 0 ? Math.min(...caps) : null,
        });
        const money = (minor: number) => ({ minor, currency });
        return { low: money(made.low), expected: money(made.expected), high: money(made.high) };
      });
    return { day: make(inDay, 0), month: make(inMonth, this.#daysLeft(dayEndMs, month)) };
  }

  /** Days before the first session ever say nothing about what is usual. */
  #history(today: string, dayEndMs: number) {
    const days: string[] = [];
    // Noon, so that no change of the clock skips a day; from the first of a month on, for its cap.
    for (let ms = dayEndMs - 1.5 * DAY_MS; days.length < HISTORY_DAYS || !days[0]?.endsWith('-01'); ms -= DAY_MS) {
      days.unshift(this.calendar.dayOf(ms));
    }
    const totals = this.costs.dayTotals(days[0] ?? today, days.at(-1) ?? today);
    const known = days.filter((day) => day >= (totals[0]?.day ?? today));
    const byDay = new Map(totals.map(({ day, currency, minor }) => [`${day} ${currency}`, minor]));
    return {
      history: (currency: string, monthCap: number | null) =>
        daysThatCount(
          known.map((day) => ({ day, minor: byDay.get(`${day} ${currency}`) ?? 0 })),
          monthCap,
        )
          .slice(-HISTORY_DAYS)
          .map(({ minor }) => minor),
      currencies: new Set(totals.map(({ currency }) => currency)),
    };
  }

  #daysLeft(fromMs: number, month: string): number {
    let days = 0;
    for (let ms = fromMs; this.calendar.dayOf(ms).startsWith(month); ms = this.calendar.nextDayMs(ms)) days += 1;
    return days;
  }
}

const minorOf = (sums: readonly Money[], currency: string) => sums.find((sum) => sum.currency === currency)?.minor ?? 0;

/** What a running session will still cost until then, or until its limits end it. */
function untilEnd(row: LedgerRow, nowMs: number, untilMs: number): Money[] {
  const rate = rateOf(row);
  if (!rate) return [];
  const endMs = Math.min(untilMs, endsAtMs(row) ?? untilMs);
  return [costAt(rate, Math.max(0, endMs - nowMs) / 1000)];
}
