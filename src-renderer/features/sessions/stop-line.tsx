import type { Session } from '#common/contract/sessions';
import { useTexts } from '../../app/texts';
import { useMoneyTexts } from './use-sessions';

/** What became of a stop: asked, confirmed by the provider with the final cost, or not confirmed and still costing. */
export function StopLine({ session: { stop, rate } }: { readonly session: Session }) {
  const { t, formatTime, formatMoney, errorText } = useTexts();
  const { rates } = useMoneyTexts();
  if (!stop) return null;
  const asked = formatTime(stop.askedAtMs);
  if (stop.outcome === 'waiting') return <p role="status">{t('sessions.stopAsked', { when: asked })}</p>;
  if (stop.outcome === 'confirmed') {
    const confirmed = formatTime(stop.confirmedAtMs ?? stop.askedAtMs);
    return (
      <p role="status" className="text-ok" data-testid="stop-proof">
        {stop.finalCost
          ? t('sessions.stopConfirmedCost', { asked, confirmed, amount: formatMoney(stop.finalCost) })
          : t('sessions.stopConfirmed', { asked, confirmed })}
      </p>
    );
  }
  return (
    <p role="alert" className="font-semibold text-danger">
      {t('sessions.stopUnconfirmed', { rate: rate ? rates([rate]) : '?' })}
      {stop.error && ` ${errorText(stop.error)}`}
    </p>
  );
}
