import { z } from 'zod';

/** An amount in whole minor units: 245 with EUR is 2.45 €. */
export const Money = z.object({ minor: z.int(), currency: z.string().describe('ISO 4217, e.g. EUR') });
export type Money = z.infer<typeof Money>;

/** A price per hour in millionths of the currency, because a price need not be whole in its minor unit. */
export const Rate = z.object({ microPerHour: z.int(), currency: z.string() });
export type Rate = z.infer<typeof Rate>;

/** An amount as services send it, e.g. 2.45, rounded to the minor unit. Half is rounded away from zero. */
export function moneyOf(amount: number, currency: string): Money {
  return { minor: scaled(amount, minorDigits(currency)), currency };
}

export function rateOf(amountPerHour: number, currency: string): Rate {
  return { microPerHour: scaled(amountPerHour, 6), currency };
}

/** The amount as services want it sent. */
export function amountOf({ minor, currency }: Money): number {
  return minor / 10 ** minorDigits(currency);
}

/** What so many seconds cost, rounded to the minor unit. */
export function costAt({ microPerHour, currency }: Rate, seconds: number): Money {
  return { minor: Math.round((microPerHour * seconds) / (3600 * 10 ** (6 - minorDigits(currency)))), currency };
}

/** One sum a currency, in the order of their names: amounts in different currencies are never added. */
export function totalsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums].map(([currency, minor]) => ({ minor, currency })).sort(byCurrency);
}

export function ratesOf(rates: readonly Rate[]): Rate[] {
  const sums = new Map<string, number>();
  for (const { microPerHour, currency } of rates) sums.set(currency, (sums.get(currency) ?? 0) + microPerHour);
  return [...sums].map(([currency, microPerHour]) => ({ microPerHour, currency })).sort(byCurrency);
}

const byCurrency = (one: { currency: string }, other: { currency: string }) =>
  one.currency < other.currency ? -1 : one.currency > other.currency ? 1 : 0;

/** What `Intl` said of a currency: asking it takes longer than all else here. */
const knownDigits = new Map<string, number>();

/** 2 for EUR, 0 for JPY. A currency that nobody knows is taken to have 2. */
function minorDigits(currency: string): number {
  if (!/^[A-Za-z]{3}$/.test(currency)) return 2;
  const known = knownDigits.get(currency);
  if (known !== undefined) return known;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  knownDigits.set(currency, digits);
  return digits;
}

function scaled(amount: number, digits: number): number {
  // 1.005 × 100 is 100.49999999999999: what binary fractions add is cut off before it is rounded.
  const units = Math.round(Number((Math.abs(amount) * 10 ** digits).toFixed(6)));
  return amount < 0 && units !== 0 ? -units : units;
}
