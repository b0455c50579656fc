import type { Session } from '#common/contract/sessions';
import { amountOf, type Money, type Rate } from '#common/money';
import { table } from './text-table';

/** In the one form that scripts can rely on, whatever the language of the computer. */
export const moneyText = (money: Money) =>
  new Intl.NumberFormat('en', { style: 'currency', currency: money.currency, currencyDisplay: 'code' })
    .format(amountOf(money))
    .replace(/\u00a0/g, ' ');

export const rateText = ({ microPerHour, currency }: Rate) => `${currency} ${(microPerHour / 1_000_000).toFixed(2)}/h`;

export function sessionsTable(sessions: readonly Session[]): string {
  if (sessions.length === 0) return 'No session is known.\n';
  const rows = sessions.map((session) => [
    (session.providerId ?? session.id).slice(0, 8),
    session.isOrphan ? `${session.state} (orphan)` : session.state,
    billingText(session),
    session.gpus.map(({ type, count }) => (count === 1 ? type : `${count}x${type}`)).join('+'),
    session.rate ? rateText(session.rate) : 'unknown',
    session.cost ? `${moneyText(session.cost.amount)} (${session.cost.kind})` : 'unknown',
    session.limits.cost ? moneyText(session.limits.cost) : 'none',
    session.name,
  ]);
  return table([['ID', 'STATE', 'BILLING', 'GPU', 'RATE', 'COST', 'LIMIT', 'NAME'], ...rows]);
}

/** A stop is only one with its provider's word. */
function billingText({ billing, stop }: Session): string {
  return stop?.outcome === 'unconfirmed' ? `${billing}, stop not confirmed` : billing;
}
