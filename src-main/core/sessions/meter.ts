import type { Meter } from '#common/contract/sessions';
import { costAt, type Money, ratesOf, totalsOf } from '#common/money';
import type { Accounts } from './accounts';
import type { Calendar } from './cost-days';
import type { Forecasts } from './forecasts';
import { costOf, type LedgerRow, limitOf, rateOf } from './ledger-row';
import { endsAtMs, figureOf, stillToCome } from './running-cost';
import type { SessionBooks } from './session-service';

const NEAR = 0.8;

/** What everything costs now, has cost, and will cost. */
export class CostMeter {
  constructor(
    private readonly books: SessionBooks,
    private readonly accounts: Accounts,
    private readonly forecasts: Forecasts,
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
      forecast: this.forecasts.make(billed, beyond),
    };
  }
}

function difference(now: Money | null, told: Money | null): Money[] {
  return now && told ? [{ ...now, minor: now.minor - told.minor }] : [];
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
