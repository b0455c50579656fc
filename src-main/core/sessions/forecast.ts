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
  /** What hard caps allow in the span, with what is spent; null where there are none. */
  readonly most: number | null;
};

/** A month's cap has this much left on a day on which nothing worth its name could be started. */
const NOTHING_LEFT_SHARE = 0.01;

/**
 * The days that say something about what is usual: not those on which the cap of their month had nothing left.
 *
 * @param days - without gaps, from the first of a month on
 */
export function daysThatCount(
  days: readonly { readonly day: string; readonly minor: number }[],
  monthCap: number | null,
): { day: string; minor: number }[] {
  let [month, spent] = ['', 0];
  return days.filter(({ day, minor }) => {
    if (!day.startsWith(month) || month === '') [month, spent] = [day.slice(0, 7), 0];
    const isOpen = monthCap === null || monthCap - spent > NOTHING_LEFT_SHARE * monthCap;
    spent += minor;
    return isOpen;
  });
}

/** Between these lie four of five values of a normal distribution. */
const BAND = 1.28;

/**
 * What a span will cost in all. What is spent is certain; for the rest of today it is what runs or what such a day
 * usually still brings, whichever is more; for days to come, the mean of past ones; and never more than hard caps allow.
 * The band grows with how different past days were.
 */
export function forecastOf({ spent, running, history, restOfDay, restDays, most }: ForecastInput) {
  const mean = history.length === 0 ? 0 : history.reduce((sum, day) => sum + day, 0) / history.length;
  const variance =
    history.length < 2 ? 0 : history.reduce((sum, day) => sum + (day - mean) ** 2, 0) / (history.length - 1);
  const today = Math.max(running, mean * restOfDay);
  const spread = BAND * Math.sqrt(variance * (restOfDay + restDays));
  const uncapped = spent + today + mean * restDays;
  const capped = (amount: number) => Math.round(most === null ? amount : Math.min(amount, Math.max(most, spent)));
  return {
    // Never below what is spent already.
    low: capped(Math.max(spent, uncapped - spread)),
    expected: capped(uncapped),
    high: capped(uncapped + spread),
  };
}
