import type { DayCost } from '#common/contract/sessions';
import { amountOf, type Money, totalsOf } from '#common/money';

/** What one day cost, a sum a currency. The table, the chart and both exports are made of these. */
export type Day = {
  readonly day: string;
  readonly amounts: readonly Money[];
  readonly idle: readonly Money[];
  readonly sessionCount: number;
};

/** Days in their order; a day on which nothing was spent is not among them. */
export function daysOf(costs: readonly DayCost[]): Day[] {
  return [...Map.groupBy(costs, ({ day }) => day)]
    .map(([day, rows]) => ({
      day,
      amounts: totalsOf(rows.map(({ amount }) => amount)),
      idle: totalsOf(rows.map(({ idle }) => idle)),
      sessionCount: new Set(rows.map(({ sessionId }) => sessionId)).size,
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** One line a day and session, amounts as numbers with their currency beside them. */
export function toCsv(costs: readonly DayCost[]): string {
  const lines = costs.map(({ day, sessionId, amount, idle }) =>
    [day, sessionId, amountOf(amount), amountOf(idle), amount.currency].join(','),
  );
  return `${['day,session,amount,idle,currency', ...lines].join('\n')}\n`;
}

/** Of the person's own clock, as days are counted. */
export const monthOf = (date: Date): string => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;

/** The first and the last day of a month, e.g. of `2026-02`. */
export function monthSpan(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${String(last).padStart(2, '0')}` };
}

/** @param step - months, e.g. -1 for the one before */
export function monthAfter(month: string, step: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + step, 1)).toISOString().slice(0, 7);
}
