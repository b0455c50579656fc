import { useQuery } from '@tanstack/react-query';
import { Check, Cloud, Cpu } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { RunWhere } from '#common/contract/runs';
import { useQueryApi } from '../../app/api';
import { useSettings, useUpdateSettings } from '../../app/settings-queries';
import { useTexts } from '../../app/texts';
import { useViewStore } from '../../app/view-store';
import { focusRing } from '../../ui/class-names';
import { Menu } from '../../ui/menu';
import { useProviderName } from './provider-name';

/** Where the next run takes place. Choosing starts nothing and costs nothing. */
export function WhereChip() {
  const { t } = useTexts();
  const store = useViewStore();
  const provider = useProviderName();
  const { where, connectionId } = useSettings();
  const update = useUpdateSettings();
  const known = useQuery(useQueryApi().connections.list.queryOptions()).data?.connections ?? [];
  const connections = known.filter((connection) => connection.provider === 'eyepop');
  const name = connections.find(({ id }) => id === connectionId)?.name;
  const isHere = where === 'local' || name === undefined;
  const local = t('app.where', { provider });
  const titleOf = (place: RunWhere, of: string) =>
    t(place === 'auto' ? 'app.whereAuto' : 'app.whereCloud', { name: of });

  const entry = (id: string, title: string, isOn: boolean, run: () => void) => ({
    id,
    title,
    run,
    icon: <Check size={14} className={isOn ? 'text-accent' : 'invisible'} aria-hidden />,
  });
  return (
    <Menu
      label={t('app.whereChoose')}
      entries={[
        entry('local', local, isHere, () => update({ where: 'local' })),
        ...connections.flatMap(({ id, name: of }) =>
          (['auto', 'eyepop'] as const).map((place) =>
            entry(`${place} ${id}`, titleOf(place, of), where === place && connectionId === id, () =>
              update({ where: place, connectionId: id }),
            ),
          ),
        ),
        entry('settings', t('connections.add'), false, () => store.setState({ page: 'settings' })),
      ]}
    >
      <AriaButton
        data-testid="where"
        aria-label={`${t('app.whereChoose')}: ${isHere ? local : titleOf(where, name)}`}
        className={`flex h-6 max-w-48 cursor-default items-center gap-1.5 rounded-md border border-line bg-raised px-2 text-xs whitespace-nowrap data-[hovered]:bg-hover ${focusRing}`}
      >
        {isHere ? <Cpu size={13} aria-hidden /> : <Cloud size={13} aria-hidden />}
        <span className="truncate">{isHere ? local : titleOf(where, name)}</span>
      </AriaButton>
    </Menu>
  );
}
