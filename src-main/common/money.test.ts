import { expect, it } from 'vitest';
import { amountOf, costAt, moneyOf, rateOf, ratesOf, totalsOf } from './money';

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

it.each([
  { rate: 1, currency: 'EUR', seconds: 4500, minor: 125 },
  { rate: 0.9855, currency: 'EUR', seconds: 3600, minor: 99 },
  { rate: 150, currency: 'JPY', seconds: 1800, minor: 75 },
])('$seconds s at $rate $currency an hour cost $minor', ({ rate, currency, seconds, minor }) => {
  expect(costAt(rateOf(rate, currency), seconds)).toEqual({ minor, currency });
});

it('adds what is in the same currency, and nothing else', () => {
  const amounts = [moneyOf(1, 'USD'), moneyOf(2, 'EUR'), moneyOf(0.5, 'EUR')];
  expect(totalsOf(amounts)).toEqual([moneyOf(2.5, 'EUR'), moneyOf(1, 'USD')]);
  expect(totalsOf([])).toEqual([]);
  expect(ratesOf([rateOf(1, 'EUR'), rateOf(1, 'credits')]).map(({ currency }) => currency)).toEqual(['EUR', 'credits']);
});
