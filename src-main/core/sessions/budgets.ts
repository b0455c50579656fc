import type { Budget, BudgetState, SessionId } from '#common/contract/sessions';
import { ReticleError } from '#common/errors';
import { amountOf, costAt, type Money } from '#common/money';
import type { BudgetStore } from './budget-store';
import type { Calendar } from './cost-days';
import type { CostLedger } from './cost-ledger';
import type { Ledger } from './ledger';
import { costOf, type LedgerRow, rateOf } from './ledger-row';
import { atWorst, stillToCome } from './running-cost';

/** For sessions that no limit at their provider bounds: until the next look and the end of a stop. */
const LOOK_AHEAD_SECONDS = 90;

/** Money that some sessions share. */
type Purse = { readonly budget: Budget; readonly period: string; readonly spent: number; readonly rows: LedgerRow[] };

/** Keeps what is spent within what may be spent, in the core: no window has to be open. */
export class Budgets {
  constructor(
    private readonly store: BudgetStore,
    private readonly ledger: Ledger,
    private readonly costs: CostLedger,
    private readonly calendar: Calendar,
    private readonly now: () => Date,
  ) {}

  states(): BudgetState[] {
    const rows = this.ledger.uncertain();
    return this.store.list().map((budget) => {
      const purses = this.#purses(budget, rows);
      const fullest = purses.reduce<Purse | null>((most, one) => (most && most.spent >= one.spent ? most : one), null);
      const { minor, currency } = budget.limit;
      const spent = fullest?.spent ?? 0;
      return {
        budget,
        spent: { minor: spent, currency },
        fraction: minor === 0 ? 1 : spent / minor,
        reserved: { minor: reservedIn(fullest?.rows ?? []), currency },
        stops: purses.flatMap(({ rows }) => rows.filter(mayCost).map(({ id }) => id)),
      };
    });
  }

  /** What all sessions together may cost in a day or a month; null where no hard cap is on. */
  cap(scope: 'day' | 'month', currency: string): number | null {
    const caps = this.store
      .list()
      .filter((budget) => budget.isOn && isHard(budget) && budget.scope === scope && budget.limit.currency === currency)
      .map(({ limit }) => limit.minor);
    return caps.length > 0 ? Math.min(...caps) : null;
  }

  save(budget: Budget): void {
    this.store.save(budget);
  }

  remove(id: string): void {
    this.store.remove(id);
  }

  /**
   * The cost limit that a new session gets at its provider, so that the hard caps hold even if this computer dies: what
   * they leave after all that is spent and all that running sessions may still cost.
   *
   * @param wished - null takes what is left
   * @returns null where there is neither a wish nor a cap
   * @throws {ReticleError} BUDGET_REACHED when less is left than was wished for, or nothing
   */
  admit(wished: Money | null, tags: readonly string[]): Money | null {
    let left: Money | null = null;
    const rows = this.ledger.uncertain();
    for (const budget of this.store.list()) {
      const { limit, scope, tag } = budget;
      const isComparable = [wished, left].every((money) => money === null || money.currency === limit.currency);
      if (!budget.isOn || !isComparable || (scope === 'tag' && !tags.includes(tag ?? ''))) continue;
      const [purse] = scope === 'session' ? [] : this.#purses(budget, rows);
      const isPaused =
        purse && budget.steps.some(({ action, fraction }) => action === 'pause' && reaches(purse, fraction));
      const room = limit.minor - (purse ? purse.spent + reservedIn(purse.rows) : 0);
      if (isPaused || (isHard(budget) && room < (wished?.minor ?? 1))) throw reached(budget, isPaused ? 0 : room);
      if (isHard(budget) && (left === null || room < left.minor)) left = { minor: room, currency: limit.currency };
    }
    return wished ?? left;
  }

  /** Takes every step that is due. @returns the sessions to stop, and which steps were taken just now */
  enforce(): { stop: SessionId[]; taken: { budget: Budget; action: string }[] } {
    const stop = new Set<SessionId>();
    const taken: { budget: Budget; action: string }[] = [];
    const rows = this.ledger.uncertain();
    for (const budget of this.store.list().filter(({ isOn }) => isOn)) {
      for (const purse of this.#purses(budget, rows)) {
        for (const step of budget.steps) {
          if (!reaches(purse, step.fraction)) continue;
          const isNew = this.store.take(budget, purse.period, step, this.now().getTime(), purse.spent);
          if (isNew) taken.push({ budget, action: step.action });
          if (step.action === 'stop') for (const { id } of purse.rows.filter(mayCost)) stop.add(id);
        }
      }
    }
    return { stop: [...stop], taken };
  }

  /** Who shares the money of a budget now: everybody, those with a tag, or each session for itself. */
  #purses(budget: Budget, all: readonly LedgerRow[]): Purse[] {
    const { currency } = budget.limit;
    const rows = all.filter((row) => (row.currency ?? row.limitCurrency ?? currency) === currency);
    const nowMs = this.now().getTime();
    const today = this.calendar.dayOf(nowMs);
    const month = today.slice(0, 7);
    /** What running sessions have cost beyond what is in the books. */
    const beyond = (some: readonly LedgerRow[]) =>
      some.reduce((sum, row) => sum + (atWorst(row, nowMs)?.minor ?? 0) - (costOf(row)?.minor ?? 0), 0);
    switch (budget.scope) {
      case 'day': {
        const spent = minorIn(this.costs.spent(today, today), currency) + beyond(rows);
        return [{ budget, period: today, spent, rows }];
      }
      case 'month': {
        const spent = minorIn(this.costs.spent(`${month}-01`, `${month}-31`), currency) + beyond(rows);
        return [{ budget, period: month, spent, rows }];
      }
      case 'tag': {
        const tagged = rows.filter(({ tags }) => tags.includes(budget.tag ?? ''));
        const spent = minorIn(this.costs.spentOn(budget.tag ?? ''), currency) + beyond(tagged);
        return [{ budget, period: `tag ${budget.tag}`, spent, rows: tagged }];
      }
      case 'session':
        return rows.map((row) => ({
          ...{ budget, period: row.id, rows: [row] },
          spent: atWorst(row, nowMs)?.minor ?? 0,
        }));
    }
  }
}

const isHard = ({ steps }: Budget) => steps.some(({ action }) => action === 'stop');
const mayCost = ({ billing, providerId }: LedgerRow) =>
  providerId !== null && billing !== 'ended' && billing !== 'none';
const minorIn = (sums: readonly Money[], currency: string) => sums.find((sum) => sum.currency === currency)?.minor ?? 0;
const reservedIn = (rows: readonly LedgerRow[]) => rows.reduce((sum, row) => sum + (stillToCome(row) ?? 0), 0);

/** Sessions that nothing at their provider bounds are stopped a little before, for the stop takes a while. */
function reaches({ budget, spent, rows }: Purse, fraction: number): boolean {
  const ahead = rows.filter((row) => row.billing === 'billing' && row.limitMinor === null);
  const soon = ahead.reduce((sum, row) => {
    const rate = rateOf(row);
    return sum + (rate ? costAt(rate, LOOK_AHEAD_SECONDS).minor : 0);
  }, 0);
  return spent + soon >= fraction * budget.limit.minor;
}

function reached({ scope, limit }: Budget, leftMinor: number): ReticleError {
  const left = amountOf({ ...limit, minor: Math.max(0, leftMinor) });
  return new ReticleError('BUDGET_REACHED', {
    scope: `phrase.budget.${scope}`,
    left,
    limit: amountOf(limit),
    currency: limit.currency,
  });
}
