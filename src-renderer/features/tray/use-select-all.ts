import { useCommands } from '../../app/shortcuts';
import { useView, useViewStore } from '../../app/view-store';
import { useIdsOfRows } from './media-pages';

/** The command that selects every picture of the list as it is narrowed; the one on the stage stays there. */
export function useSelectAll(total: number): void {
  const store = useViewStore();
  const filter = useView((view) => view.filter);
  const search = useView((view) => view.search);
  const idsOfRows = useIdsOfRows({ filter, search });
  useCommands([
    {
      id: 'file.selectAll',
      titleKey: 'tray.selectAll',
      group: 'file',
      defaultChord: 'Mod+A',
      run: () => {
        if (total > 0) void idsOfRows(0, total - 1).then((ids) => store.setState({ selectedIds: new Set(ids) }));
      },
    },
  ]);
}
