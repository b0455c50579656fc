import { useQuery } from '@tanstack/react-query';
import { Plus, Server } from 'lucide-react';
import { useState } from 'react';
import type { Meter, Session } from '#common/contract/sessions';
import { useQueryApi } from '../../app/api';
import { PageHeader } from '../../app/frame/page-header';
import { useRunCommand } from '../../app/shortcuts';
import { useTexts } from '../../app/texts';
import { useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { useNow } from '../queue/use-now';
import { NewSessionDialog } from './new-session-dialog';
import { SessionCard } from './session-card';
import { isOver, needsAttention, useMeter, useMoneyTexts, useSessionActions, useSessions } from './use-sessions';

/** All sessions that cost money, or did: what needs a look first, then what runs, waits and ended. */
export function SessionsPage() {
  const { t } = useTexts();
  const sessions = useSessions();
  const runCommand = useRunCommand();
  const connections = useQuery(useQueryApi().connections.list.queryOptions()).data?.connections ?? [];
  const [isAsking, setIsAsking] = useState(false);
  const groups = grouped(sessions ?? []);
  const nowMs = useNow(groups.some(({ title, rows }) => title !== 'ended' && rows.length > 0));
  const canStart = connections.some(({ provider }) => provider === 'clouditia');
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('sessions.title')}>
        <Button onPress={() => runCommand('sessions.stopAll')}>{t('sessions.stopAll')}</Button>
        <Button
          look="primary"
          icon={<Plus size={14} aria-hidden />}
          whyDisabled={canStart ? undefined : t('sessions.needsConnection')}
          onPress={() => setIsAsking(true)}
        >
          {t('sessions.new')}
        </Button>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        <div className="mx-auto flex max-w-4xl flex-col gap-5">
          <Totals />
          {sessions?.length === 0 && <NothingRuns hasConnection={canStart} />}
          {groups.map(
            ({ title, rows }) =>
              rows.length > 0 && (
                <section key={title} aria-label={t(`sessions.${title}`)} className="flex flex-col gap-2">
                  <h2 className="text-xs font-semibold text-muted">{t(`sessions.${title}`)}</h2>
                  {rows.map((session) => (
                    <SessionCard key={session.id} session={session} nowMs={nowMs} />
                  ))}
                </section>
              ),
          )}
        </div>
      </div>
      {isAsking && <NewSessionDialog onClose={() => setIsAsking(false)} />}
    </div>
  );
}

function grouped(sessions: readonly Session[]) {
  const kindOf = (session: Session) => {
    if (needsAttention(session)) return 'needsAttention';
    if (session.state === 'queued') return 'queued';
    return isOver(session) ? 'ended' : 'running';
  };
  return (['needsAttention', 'running', 'queued', 'ended'] as const).map((title) => ({
    title,
    rows: sessions.filter((session) => kindOf(session) === title),
  }));
}

/** What there is, what is spent, how long it lasts, what may still come. */
function Totals() {
  const { t } = useTexts();
  const meter = useMeter();
  const { money, rates } = useMoneyTexts();
  if (!meter || meter.accounts.length === 0) return null;
  const [month] = meter.forecast.month;
  const facts = [
    ...(meter.rates.length > 0 ? [rates(meter.rates)] : []),
    ...(meter.today.length > 0 ? [t('sessions.today', { amount: money(meter.today) })] : []),
    ...(month ? [t('sessions.forecastMonth', { low: money([month.low]), high: money([month.high]) })] : []),
    ...(meter.worstCase.length > 0 ? [t('sessions.worst', { amount: money(meter.worstCase) })] : []),
  ];
  return (
    <section className="flex flex-col gap-1 rounded-lg border border-line bg-surface p-3">
      {facts.length > 0 && <p className="font-semibold tabular-nums">{facts.join(' · ')}</p>}
      {meter.accounts.map((account) => (
        <AccountLine key={account.connectionId} account={account} />
      ))}
      {!meter.isBounded && meter.billing > 0 && <p className="text-xs text-warn">{t('sessions.notBounded')}</p>}
    </section>
  );
}

function AccountLine({
  account: { connectionId, balance, lastsMs, okAtMs, error },
}: {
  readonly account: Meter['accounts'][number];
}) {
  const { t, formatMoney, formatDuration, formatDateTime, errorText } = useTexts();
  const connections = useQuery(useQueryApi().connections.list.queryOptions()).data?.connections ?? [];
  const name = connections.find(({ id }) => id === connectionId)?.name ?? '';
  const { look } = useSessionActions();
  const amount = balance ? formatMoney(balance.amount) : null;
  return (
    <div className="text-xs text-muted tabular-nums">
      <p className="flex items-center gap-2">
        {name}
        {amount !== null &&
          ` · ${lastsMs === null ? t('sessions.balance', { amount }) : t('sessions.balanceLasts', { amount, time: formatDuration(lastsMs) })}`}
        <Button size="small" look="quiet" onPress={() => void look({ connectionId })}>
          {t('sessions.look')}
        </Button>
      </p>
      {error && (
        <p role="alert" className="text-danger">
          {errorText(error)} {okAtMs !== null && t('sessions.unreachable', { name, when: formatDateTime(okAtMs) })}
        </p>
      )}
    </div>
  );
}

function NothingRuns({ hasConnection }: { readonly hasConnection: boolean }) {
  const { t } = useTexts();
  const store = useViewStore();
  return (
    <EmptyState icon={<Server size={20} />} title={t('sessions.empty')} text={t('sessions.emptyText')}>
      {!hasConnection && (
        <Button look="primary" onPress={() => store.setState({ page: 'settings' })}>
          {t('sessions.openSettings')}
        </Button>
      )}
    </EmptyState>
  );
}
