/** Amounts in minor units of one currency. */
export type ForecastInput = {
  /** In the span up to now. */
  readonly spent: number;
  /** What runs now will still cost in the span, as it runs and with the limits that it has. */
  readonly running: number;
  /** What whole days cost, today not among them; days without cost are 0. */
  readonly history: readonly number[];
  /** Of today: 0.25 at six in the evening. */
  readonly restOfDay: number;
  /** Whole days after today that belong to the span. */
  readonly restDays: number;
};

/** Between these lie four of five values of a normal distribution. */
const BAND = 1.28;

/**
 * What a span will cost in all. What is spent is certain; for the rest of today it is what runs or what such a day
 * usually still brings, whichever is more; for days to come, the mean of past ones. The band grows with how different
 * past days were.
 */
export function forecastOf({ spent, running, history, restOfDay, restDays }: ForecastInput) {
  const mean = history.length === 0 ? 0 : history.reduce((sum, day) => sum + day, 0) / history.length;
  const variance =
    history.length < 2 ? 0 : history.reduce((sum, day) => sum + (day - mean) ** 2, 0) / (history.length - 1);
  const today = Math.max(running, mean * restOfDay);
  const spread = BAND * Math.sqrt(variance * (restOfDay + restDays));
  const expected = spent + today + mean * restDays;
  return {
    // Never below what is spent already.
    low: Math.round(Math.max(spent, expected - spread)),
    expected: Math.round(expected),
    high: Math.round(expected + spread),
  };
}
