import { useTexts } from '../../app/texts';
import { useView, useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
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
  const close = () => store.setState({ dialog: null });
  return (
    <Dialog
      title={t('sessions.stopAll')}
      closeLabel={t('app.close')}
      role="alertdialog"
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{t('app.cancel')}</Button>
          <Button
            look="danger"
            whyDisabled={running.length === 0 ? t('sessions.stopAllNone') : undefined}
            onPress={() => {
              store.setState({ dialog: null, page: 'sessions' });
              void stopAll();
            }}
          >
            {t('sessions.stopAll')}
          </Button>
        </>
      }
    >
      <p>
        {running.length === 0 ? t('sessions.stopAllNone') : tCount('sessions.stopAllSure', running.length, { rate })}
      </p>
    </Dialog>
  );
}
