import { Boxes, ChartColumn, ListChecks, ScanEye, Server, Settings, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { isActive, useRuns } from '../../features/queue/use-run-actions';
import { classNames, focusRing } from '../../ui/class-names';
import { Tooltip } from '../../ui/tooltip';
import { useTexts } from '../texts';
import { type Page, useView, useViewStore } from '../view-store';
import { useChordParts } from './use-chord-parts';

/** The screens, as icons at the left edge. */
export function Rail() {
  const { t } = useTexts();
  const active = useRuns().filter(isActive).length;
  return (
    <nav
      aria-label={t('app.screens')}
      className="flex w-12 shrink-0 flex-col items-center gap-1 border-r border-line bg-surface py-2"
    >
      <Destination page="inspect" title={t('app.inspect')} icon={<ScanEye size={20} />} />
      <Destination page="queue" title={t('app.queue')} icon={<ListChecks size={20} />} count={active} />
      <Destination page="models" title={t('app.models')} icon={<Boxes size={20} />} />
      <Destination page="pops" title={t('pops.title')} icon={<Workflow size={20} />} />
      <Destination page="sessions" title={t('sessions.title')} icon={<Server size={20} />} />
      <Destination page="costs" title={t('costs.title')} icon={<ChartColumn size={20} />} />
      <span className="flex-1" />
      <Destination page="settings" title={t('app.settings')} icon={<Settings size={20} />} />
    </nav>
  );
}

type DestinationProps = {
  readonly page: Page;
  readonly title: string;
  readonly icon: ReactNode;
  readonly count?: number;
};

function Destination({ page, title, icon, count = 0 }: DestinationProps) {
  const store = useViewStore();
  const isHere = useView((view) => view.page === page);
  const keys = useChordParts(`page.${page}`);
  return (
    <Tooltip text={title} keys={keys} placement="right">
      <AriaButton
        aria-label={count > 0 ? `${title} (${count})` : title}
        {...(isHere ? { 'aria-current': 'page' } : {})}
        onPress={() => store.setState({ page })}
        className={classNames(
          'relative flex size-9 cursor-default items-center justify-center rounded-lg data-[hovered]:bg-hover',
          isHere ? 'bg-accent-soft text-accent' : 'text-muted data-[hovered]:text-ink',
          focusRing,
        )}
      >
        {icon}
        {count > 0 && <span className="absolute top-1 right-1 size-2 rounded-full bg-accent ring-2 ring-surface" />}
      </AriaButton>
    </Tooltip>
  );
}
