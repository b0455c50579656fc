/** The calendar that a person lives by. */
export type Calendar = {
  /** `2026-02-03` of a moment. */
  dayOf(ms: number): string;
  /** The moment at which the next day begins. */
  nextDayMs(ms: number): number;
};

/** Days of the computer's own time zone; with daylight saving, they have 23 and 25 hours too. */
export const localCalendar: Calendar = {
  dayOf: (ms) => {
    const date = new Date(ms);
    const two = (value: number) => String(value).padStart(2, '0');
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  },
  nextDayMs: (ms) => {
    const date = new Date(ms);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
  },
};

/**
 * Spreads an amount evenly over a span of time, by day.
 *
 * @param minor - above 0
 * @returns days in order; their amounts add up to `minor`
 */
export function spreadOverDays(minor: number, fromMs: number, toMs: number, calendar: Calendar) {
  const days: { day: string; minor: number }[] = [];
  const spanMs = toMs - fromMs;
  // A clock that was turned back leaves no span: all of it belongs to now.
  if (spanMs <= 0) return [{ day: calendar.dayOf(toMs), minor }];
  let given = 0;
  for (let startMs = fromMs; startMs < toMs; ) {
    const endMs = Math.min(calendar.nextDayMs(startMs), toMs);
    const upToHere = endMs === toMs ? minor : Math.floor((minor * (endMs - fromMs)) / spanMs);
    if (upToHere > given) days.push({ day: calendar.dayOf(startMs), minor: upToHere - given });
    given = upToHere;
    startMs = endMs;
  }
  return days;
}
