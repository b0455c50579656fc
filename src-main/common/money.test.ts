import { expect, it } from 'vitest';
import { amountOf, moneyOf, rateOf } from './money';

it.each([
  { amount: 2.45, currency: 'EUR', minor: 245 },
  { amount: 1.005, currency: 'EUR', minor: 101 },
  { amount: 0.1 + 0.2, currency: 'EUR', minor: 30 },
  { amount: 4.35, currency: 'EUR', minor: 435 },
  { amount: -1.005, currency: 'EUR', minor: -101 },
  { amount: -0.001, currency: 'EUR', minor: 0 },
  { amount: 1_234_567.89, currency: 'USD', minor: 123_456_789 },
  { amount: 1500, currency: 'JPY', minor: 1500 },
  { amount: 2.5, currency: 'credits', minor: 250 },
])('$amount $currency is $minor minor units', ({ amount, currency, minor }) => {
  expect(moneyOf(amount, currency)).toEqual({ minor, currency });
});

it('gives back what it was given', () => expect(amountOf(moneyOf(87.25, 'EUR'))).toBe(87.25));

it('keeps a price finer than a cent', () =>
  expect(rateOf(0.9855, 'EUR')).toEqual({ microPerHour: 985_500, currency: 'EUR' }));
