/** Millionths of a euro, so that a price per hour need not be a whole number of cents. */
export type MicroEur = number;

export const microEur = (eur: number): MicroEur => Math.round(eur * 1_000_000);
export const eurOf = (micro: MicroEur): number => micro / 1_000_000;
export const eurOfCents = (cents: number): number => cents / 100;

/** What so many seconds cost, rounded to the cent: the amount that is shown, and the amount that is charged. */
export function chargeCents(ratePerHour: MicroEur, seconds: number): number {
  // rate × seconds stays below 2^53 for 16 dear GPUs over ten years, so the product is exact.
  return Math.round((ratePerHour * seconds) / 36_000_000);
}

/** The first whole second at which the unrounded cost has reached the limit. */
export function secondsUntil(limit: MicroEur, ratePerHour: MicroEur): number {
  return Math.ceil((limit * 3600) / ratePerHour);
}

/** `1h 15m 0s`. */
export function displayed(seconds: number): string {
  return `${displayedTotal(seconds)} ${seconds % 60}s`;
}

/** `1h 15m`: totals leave the seconds out. */
export function displayedTotal(seconds: number): string {
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}
