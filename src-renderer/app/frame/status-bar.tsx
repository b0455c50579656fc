import { useQuery } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { EngineStatus } from '#common/contract/app';
import { isActive, useRuns } from '../../features/queue/use-run-actions';
import { providerName } from '../../features/settings/provider-name';
import { focusRing } from '../../ui/class-names';
import { Tooltip } from '../../ui/tooltip';
import { useConnection, useQueryApi } from '../api';
import { useTexts } from '../texts';
import { useView, useViewStore } from '../view-store';
import { useCurrentMedia } from './use-current-media';

const chip = `flex h-5 cursor-default items-center gap-1.5 rounded px-1.5 whitespace-nowrap data-[hovered]:bg-hover ${focusRing}`;

/** What really runs and why, how far the queue is, how large the picture is, and whether the line stands. */
export function StatusBar() {
  const { t, formatNumber } = useTexts();
  return (
    <section
      aria-label={t('app.status')}
      className="flex h-6 shrink-0 items-center gap-1 border-t border-line bg-surface px-1.5 text-xs text-muted tabular-nums"
    >
      <BackendChip />
      <QueueChip />
      <span className="flex-1" />
      <PictureFacts formatNumber={formatNumber} />
      <LineState />
    </section>
  );
}

function BackendChip() {
  const { t, formatBytes } = useTexts();
  const engine = useQuery(useQueryApi().app.engine.queryOptions()).data;
  if (!engine) return null;
  const facts = [
    t(`app.engine.${engine.state}`),
    engine.backend?.reason ?? '',
    engine.residentBytes === null ? '' : t('app.engineMemory', { size: formatBytes(engine.residentBytes) }),
    engine.restarts > 0 ? t('app.engineRestarts', { count: engine.restarts }) : '',
  ].filter((fact) => fact !== '');
  return (
    <Tooltip text={facts.join(' · ')} placement="top">
      <AriaButton className={chip} data-testid="backend">
        <span className={`size-1.5 rounded-full ${stateDot[engine.state]}`} aria-hidden />
        {engine.backend
          ? t('app.ranOn', { provider: providerName(engine.backend.provider) })
          : t(`app.engine.${engine.state}`)}
        {engine.backend?.reason && <span className="max-w-96 truncate text-warn">{engine.backend.reason}</span>}
      </AriaButton>
    </Tooltip>
  );
}

const stateDot: Record<EngineStatus['state'], string> = {
  cold: 'bg-muted',
  starting: 'bg-warn',
  warm: 'bg-ok',
  failed: 'bg-danger',
};

function QueueChip() {
  const { t, formatNumber } = useTexts();
  const store = useViewStore();
  const active = useRuns().filter(isActive);
  if (active.length === 0) return null;
  const finished = active.reduce((sum, run) => sum + run.done + run.failed, 0);
  const total = active.reduce((sum, run) => sum + run.total, 0);
  return (
    <AriaButton className={chip} onPress={() => store.setState({ page: 'queue' })} data-testid="queue-status">
      <LoaderCircle size={12} className="animate-spin motion-reduce:animate-none" aria-hidden />
      {t('app.queueAt', { done: formatNumber(finished), total: formatNumber(total) })}
    </AriaButton>
  );
}

function PictureFacts({ formatNumber }: { readonly formatNumber: (value: number) => string }) {
  const { t } = useTexts();
  const page = useView((view) => view.page);
  const item = useCurrentMedia().data;
  if (!item || page !== 'inspect' || item.widthPx === 0) return null;
  return (
    <span className="flex min-w-0 items-center gap-2 px-1.5">
      <span className="max-w-60 truncate">{item.name}</span>
      <span>
        {formatNumber(item.widthPx)} × {formatNumber(item.heightPx)} px
      </span>
      <span className="uppercase">{item.format}</span>
      {item.frameCount > 1 && <span>{t('app.firstFrameOf', { count: item.frameCount })}</span>}
    </span>
  );
}

function LineState() {
  const { t } = useTexts();
  const status = useConnection((state) => state.status);
  const attempt = useConnection((state) => state.attempt);
  if (status === 'open') return null;
  return (
    <span
      role="status"
      className="flex items-center gap-1.5 rounded bg-warn-soft px-1.5 text-warn"
      data-testid="line-state"
    >
      <LoaderCircle size={12} className="animate-spin motion-reduce:animate-none" aria-hidden />
      {attempt > 3 ? t('app.lineLostLong') : t('app.reconnecting')}
    </span>
  );
}
