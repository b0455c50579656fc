import { useTexts } from '../../app/texts';
import { useView, useViewStore } from '../../app/view-store';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { isOver, useMeter, useMoneyTexts, useSessionActions, useSessions } from './use-sessions';

/** One question for everything that costs money, from any screen; it says how many and how much. */
export function StopAllDialog() {
  const isOpen = useView((view) => view.dialog === 'stop-all');
  return isOpen && <Question />;
}

function Question() {
  const { t, tCount } = useTexts();
  const store = useViewStore();
  const { stopAll } = useSessionActions();
  const { rates } = useMoneyTexts();
  const running = (useSessions() ?? []).filter((session) => !isOver(session));
  const meter = useMeter();
  const rate = meter && meter.rates.length > 0 ? rates(meter.rates) : '?';
  const isNone = running.length === 0;
  return (
    <ConfirmDialog
      title={t('sessions.stopAll')}
      text={isNone ? t('sessions.stopAllNone') : tCount('sessions.stopAllSure', running.length, { rate })}
      action={t('sessions.stopAll')}
      cancel={t('app.cancel')}
      closeLabel={t('app.close')}
      whyDisabled={isNone ? t('sessions.stopAllNone') : undefined}
      onConfirm={() => {
        store.setState({ page: 'sessions' });
        void stopAll();
      }}
      onClose={() => store.setState({ dialog: null })}
    />
  );
}
