import { expect, it } from 'vitest';
import { type Calendar, localCalendar, spreadOverDays } from './cost-days';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const calendar: Calendar = {
  dayOf: (ms) => new Date(ms).toISOString().slice(0, 10),
  nextDayMs: (ms) => Math.floor(ms / DAY) * DAY + DAY,
};
const at = (day: number, hour: number) => Date.UTC(2026, 2, day, hour);

it.each([
  { name: 'within a day', from: at(3, 9), to: at(3, 10), days: [['2026-03-03', 101]] },
  {
    name: 'over midnight',
    from: at(3, 23),
    to: at(4, 3),
    days: [
      ['2026-03-03', 25],
      ['2026-03-04', 76],
    ],
  },
  {
    name: 'over several days',
    from: at(3, 12),
    to: at(5, 12),
    days: [
      ['2026-03-03', 25],
      ['2026-03-04', 50],
      ['2026-03-05', 26],
    ],
  },
  { name: 'when the clock was turned back', from: at(4, 1), to: at(3, 22), days: [['2026-03-03', 101]] },
  { name: 'in no time', from: at(3, 9), to: at(3, 9), days: [['2026-03-03', 101]] },
])('spreads an amount $name, to the last cent', ({ from, to, days }) => {
  const spread = spreadOverDays(101, from, to, calendar);
  expect(spread.map(({ day, minor }) => [day, minor])).toEqual(days);
  expect(spread.reduce((sum, { minor }) => sum + minor, 0)).toBe(101);
});

it('leaves out days that get nothing', () => {
  expect(spreadOverDays(1, at(3, 0), at(6, 0), calendar)).toEqual([{ day: '2026-03-05', minor: 1 }]);
});

it('knows how long a day is where clocks are changed', () => {
  const lengths = new Set<number>();
  for (let ms = at(1, 0); ms < at(1, 0) + 300 * DAY; ) {
    const next = localCalendar.nextDayMs(ms);
    if (ms > at(1, 0)) lengths.add((next - ms) / HOUR);
    expect(localCalendar.dayOf(next - 1)).not.toBe(localCalendar.dayOf(next));
    ms = next;
  }
  for (const hours of lengths) expect([23, 24, 25]).toContain(hours);
});
