import type { Meter } from '#common/contract/sessions';
import { type Language, translate } from '#common/texts/texts';

export type QuitQuestion = { readonly message: string; readonly detail: string; readonly buttons: readonly string[] };

/** What a press on one of its buttons means, by its place. */
export const quitAnswers = ['stop', 'leave', 'cancel'] as const;

/** What is asked before the app ends while sessions cost money; null where none does. */
export function quitQuestion(
  meter: Pick<Meter, 'billing' | 'rates' | 'endsAtMs'>,
  language: Language,
): QuitQuestion | null {
  if (meter.billing === 0) return null;
  const money = (amount: number, currency: string) =>
    new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount);
  const rate = meter.rates
    .map(({ microPerHour, currency }) =>
      translate(language, 'sessions.perHour', { amount: money(microPerHour / 1e6, currency) }),
    )
    .join(' + ');
  const until =
    meter.endsAtMs === null
      ? translate(language, 'quit.leave')
      : translate(language, 'quit.leaveUntil', {
          when: new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(meter.endsAtMs),
        });
  return {
    message: translate(language, meter.billing === 1 ? 'quit.billing.one' : 'quit.billing.other', {
      count: meter.billing,
      rate: rate || '?',
    }),
    detail: translate(language, meter.endsAtMs === null ? 'quit.noLimit' : 'quit.limit'),
    buttons: [translate(language, 'quit.stop'), until, translate(language, 'app.cancel')],
  };
}
