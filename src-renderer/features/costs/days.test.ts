import { expect, it } from 'vitest';
import type { DayCost, SessionId } from '#common/contract/sessions';
import { daysOf, monthAfter, monthOf, monthSpan, toCsv } from './days';

const aCost = (day: string, session: string, minor: number, idle = 0, currency = 'EUR'): DayCost => ({
  day,
  sessionId: session as SessionId, // a brand for a short name
  amount: { minor, currency },
  idle: { minor: idle, currency },
});

it('adds up days, currencies apart', () => {
  const days = daysOf([
    aCost('2026-02-03', 'b', 5),
    aCost('2026-02-01', 'a', 100, 20),
    aCost('2026-02-01', 'b', 30, 30),
    aCost('2026-02-01', 'c', 7, 0, 'USD'),
  ]);
  expect(days).toEqual([
    {
      day: '2026-02-01',
      amounts: [
        { minor: 130, currency: 'EUR' },
        { minor: 7, currency: 'USD' },
      ],
      idle: [
        { minor: 50, currency: 'EUR' },
        { minor: 0, currency: 'USD' },
      ],
      sessionCount: 3,
    },
    {
      day: '2026-02-03',
      amounts: [{ minor: 5, currency: 'EUR' }],
      idle: [{ minor: 0, currency: 'EUR' }],
      sessionCount: 1,
    },
  ]);
});

it('exports what the screen adds up, to the cent', () => {
  const costs = [aCost('2026-02-01', 'a', 1999, 4), aCost('2026-02-02', 'a', 1)];
  const lines = toCsv(costs).trim().split('\n');
  expect(lines).toEqual(['day,session,amount,idle,currency', '2026-02-01,a,19.99,0.04,EUR', '2026-02-02,a,0.01,0,EUR']);
  const sum = lines.slice(1).reduce((total, line) => total + Math.round(Number(line.split(',')[2]) * 100), 0);
  expect(sum).toBe(daysOf(costs).reduce((total, { amounts }) => total + (amounts[0]?.minor ?? 0), 0));
});

it('knows months', () => {
  // A local time: the first hour of the month, whatever the zone.
  expect(monthOf(new Date(2026, 2, 1, 0, 30))).toBe('2026-03');
  expect(monthSpan('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
});
