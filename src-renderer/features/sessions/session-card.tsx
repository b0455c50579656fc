import { useState } from 'react';
import type { BillingState, Session } from '#common/contract/sessions';
import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { CopyButton } from '../../ui/copy-button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/text-field';
import { StopLine } from './stop-line';
import { isOver, useMoneyTexts, useSessionActions } from './use-sessions';

type SessionCardProps = { readonly session: Session; readonly nowMs: number };

const billingTone: Record<BillingState, string> = {
  none: 'text-muted',
  billing: 'text-warn',
  ended: 'text-ok',
  unknown: 'text-danger',
};

/** One session: what it does and what it costs, as two things; and all that can be done about it. */
export function SessionCard({ session, nowMs }: SessionCardProps) {
  const { t } = useTexts();
  const { rates } = useMoneyTexts();
  const { name, providerId, provider, gpus, state, billing, rate, isOrphan } = session;
  return (
    <article
      aria-label={name || (providerId ?? '')}
      data-testid="session"
      data-state={state}
      data-billing={billing}
      className="flex flex-col gap-1 rounded-lg border border-line bg-surface p-3"
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="flex items-baseline gap-2">
            <span className="truncate font-medium">{name || providerId || '…'}</span>
            <span className="shrink-0 text-muted">
              {t(`connections.provider.${provider}`)}
              {gpus.map(({ type, count }) => ` · ${t('sessions.gpu', { count, type })}`)}
            </span>
          </p>
          <p>
            {t(`sessions.state.${state}`)} ·{' '}
            <span className={classNames('tabular-nums', billingTone[billing])}>
              {t(`sessions.billing.${billing}`, { rate: rate ? rates([rate]) : '?' })}
            </span>
          </p>
          <Facts session={session} nowMs={nowMs} />
        </div>
        <Actions session={session} />
      </div>
      {isOrphan && <p className="text-danger">{t('sessions.orphan')}</p>}
      <Gap session={session} />
      <StopLine session={session} />
    </article>
  );
}

function Facts({ session, nowMs }: SessionCardProps) {
  const { t, formatMoney, formatDuration, formatDateTime } = useTexts();
  const { askedAtMs, startedAtMs, endedAtMs, cost, limits, endsAtMs, idleMs } = session;
  const over = isOver(session);
  const amount = cost ? formatMoney(cost.amount) : null;
  const known =
    cost && amount !== null
      ? t(cost.kind === 'billed' ? 'sessions.costBilled' : 'sessions.costEstimated', { amount })
      : t('sessions.costUnknown');
  const source = cost
    ? t(cost.source === 'provider' ? 'sessions.costWhen' : 'sessions.costInterpolated', {
        when: formatDateTime(cost.atMs),
      })
    : undefined;
  const facts = [
    t('sessions.askedFor', { when: formatDateTime(askedAtMs) }),
    ...(startedAtMs === null
      ? []
      : [t(over ? 'sessions.ran' : 'sessions.age', { time: formatDuration(since(startedAtMs, endedAtMs ?? nowMs)) })]),
    ...(limits.cost && !over ? [t('sessions.limit', { amount: formatMoney(limits.cost) })] : []),
    ...(endsAtMs !== null && !over ? [t('sessions.endsAt', { when: formatDateTime(endsAtMs) })] : []),
    ...(idleMs !== null && idleMs > 60_000 ? [t('sessions.idle', { time: formatDuration(idleMs) })] : []),
  ];
  return (
    <p className="text-xs text-muted tabular-nums">
      <span className="text-ink" title={source} data-testid="session-cost">
        {known}
      </span>{' '}
      · {facts.join(' · ')}
    </p>
  );
}

/** The provider's clock may be ahead of ours. */
const since = (fromMs: number, toMs: number) => Math.max(0, toMs - fromMs);

/** The provider's figure wins; that ours was another is said. */
function Gap({ session: { gap } }: { readonly session: Session }) {
  const { t, formatMoney } = useTexts();
  if (!gap) return null;
  return (
    <p className="text-xs text-warn">
      {t('sessions.gap', { ours: formatMoney(gap.ours), theirs: formatMoney(gap.theirs) })}
    </p>
  );
}

function Actions({ session }: { readonly session: Session }) {
  const { t } = useTexts();
  const { adopt } = useSessionActions();
  const [opened, setOpened] = useState<'stop' | 'rename' | null>(null);
  const { providerId, isOrphan } = session;
  const over = isOver(session);
  const close = () => setOpened(null);
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-end gap-1.5">
      {isOrphan && (
        <Button size="small" onPress={() => void adopt(session)} tooltip={t('sessions.adoptNote')}>
          {t('sessions.adopt')}
        </Button>
      )}
      {!over && providerId !== null && (
        <Button size="small" onPress={() => setOpened('rename')}>
          {t('sessions.rename')}
        </Button>
      )}
      {providerId !== null && (
        <CopyButton text={providerId} label={t('sessions.copyId')} doneLabel={t('sessions.copied')} />
      )}
      {!over && (
        <Button size="small" look="danger" onPress={() => setOpened('stop')}>
          {t(session.stop?.outcome === 'unconfirmed' ? 'sessions.stopAgain' : 'sessions.stop')}
        </Button>
      )}
      {opened === 'stop' && <StopDialog session={session} onClose={close} />}
      {opened === 'rename' && <RenameDialog session={session} onClose={close} />}
    </div>
  );
}

type DialogProps = { readonly session: Session; readonly onClose: () => void };

function StopDialog({ session, onClose }: DialogProps) {
  const { t } = useTexts();
  const { stop } = useSessionActions();
  return (
    <ConfirmDialog
      title={t('sessions.stop')}
      text={t('sessions.stopSure', { name: session.name || (session.providerId ?? '') })}
      action={t('sessions.stop')}
      cancel={t('app.cancel')}
      closeLabel={t('app.close')}
      onConfirm={() => void stop(session)}
      onClose={onClose}
    />
  );
}

function RenameDialog({ session, onClose }: DialogProps) {
  const { t } = useTexts();
  const { rename } = useSessionActions();
  const [name, setName] = useState(session.name);
  const save = () => {
    if (name.trim() === '') return;
    onClose();
    void rename(session, name);
  };
  return (
    <Dialog
      title={t('sessions.rename')}
      closeLabel={t('app.close')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="primary" onPress={save}>
            {t('sessions.rename')}
          </Button>
        </>
      }
    >
      <TextField label={t('sessions.newName')} value={name} onChange={setName} onSubmit={save} hasFocusAtStart />
    </Dialog>
  );
}
