import { Button as AriaButton } from 'react-aria-components';
import type { Meter } from '#common/contract/sessions';
import { useTexts } from '../../app/texts';
import { useViewStore } from '../../app/view-store';
import { classNames, focusRing } from '../../ui/class-names';
import { Tooltip } from '../../ui/tooltip';
import { useMeter, useMoneyTexts } from './use-sessions';

const tones: Record<Meter['alarm'], string> = {
  none: 'text-muted',
  paid: 'bg-warn-soft text-warn',
  near: 'bg-warn-soft text-warn font-semibold',
  unconfirmed: 'bg-danger-soft text-danger font-semibold',
};

/** What is being spent now, in the title bar of every screen. */
export function MeterChip() {
  const { t } = useTexts();
  const store = useViewStore();
  const meter = useMeter();
  const { money, rates } = useMoneyTexts();
  // With no account nothing can cost anything.
  const hasAccount = meter !== undefined && meter.accounts.length > 0;
  const currency = meter?.budgets[0]?.budget.limit.currency ?? 'EUR';
  const rate = rates(meter?.rates.length ? meter.rates : [{ microPerHour: 0, currency }]);
  const figures = { rate, today: money(meter?.today.length ? meter.today : [{ minor: 0, currency }]) };
  return (
    <Tooltip text={hasAccount ? t('sessions.meterNote', { count: meter.billing }) : t('app.meterNote')}>
      <AriaButton
        onPress={() => store.setState({ page: 'sessions' })}
        className={classNames(
          'h-6 cursor-default rounded-md px-1.5 text-xs whitespace-nowrap tabular-nums',
          tones[meter?.alarm ?? 'none'],
          focusRing,
        )}
        data-testid="meter"
        data-alarm={meter?.alarm ?? 'none'}
      >
        {hasAccount ? t(meter.isAtLeast ? 'sessions.meterAtLeast' : 'sessions.meter', figures) : t('app.meter')}
      </AriaButton>
    </Tooltip>
  );
}
