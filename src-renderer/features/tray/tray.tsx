import { FolderOpen, ImagePlus, Images, Search, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { MediaFilter } from '#common/contract/media';
import { wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useView, useViewStore } from '../../app/view-store';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/text-field';
import { Hints } from '../first-run/hints';
import { useIntake } from '../intake/intake';
import { useMediaRows } from './media-pages';
import { TrayList } from './tray-list';
import { useRemoveMedia } from './use-remove-media';
import { useSelectAll } from './use-select-all';

const filters = ['all', 'with-objects', 'without-objects', 'problems', 'not-analysed'] as const satisfies MediaFilter[];

/** The pictures opened: search, filter, list. */
export function Tray() {
  const { t, tCount } = useTexts();
  const store = useViewStore();
  const filter = useView((view) => view.filter);
  const search = useView((view) => view.search);
  const selectedCount = useView((view) => view.selectedIds.size);
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const rows = useMediaRows({ filter, search }, range[0], range[1]);
  const onRange = useCallback((first: number, last: number) => setRange([first, last]), []);
  useSelectAll(rows.total);
  const removeMedia = useRemoveMedia();
  const { pick } = useIntake();
  const isNarrowed = filter !== 'all' || search !== '';

  return (
    <section aria-label={t('tray.pictures')} className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex flex-col gap-1.5 border-b border-line p-2">
        <div className="flex items-center gap-1">
          <TextField
            label={t('tray.search')}
            isLabelHidden
            type="search"
            placeholder={t('tray.search')}
            icon={<Search size={14} aria-hidden />}
            value={search}
            onChange={(next) => store.setState({ search: next.slice(0, 200) })}
            onEscape={() => store.setState({ search: '' })}
            className="flex-1"
          />
          <IconButton label={t('tray.openFiles')} onPress={() => void pick('files')}>
            <ImagePlus size={16} />
          </IconButton>
          <IconButton label={t('tray.openFolder')} onPress={() => void pick('folder')}>
            <FolderOpen size={16} />
          </IconButton>
        </div>
        <Select
          label={t('tray.filter')}
          isLabelHidden
          value={filter}
          onChange={(next) => store.setState({ filter: next })}
          options={filters.map((id) => ({ id, title: t(`tray.filter.${id}`) }))}
        />
      </header>
      <TrayBody rows={rows} onRange={onRange} isNarrowed={isNarrowed} />
      {rows.total > 0 && <Hints />}
      <footer className="flex h-8 shrink-0 items-center justify-between border-t border-line pr-1 pl-2.5 text-xs text-muted">
        <span data-testid="tray-count">
          {selectedCount > 1
            ? t('tray.selectedOf', { selected: selectedCount, total: tCount('tray.count', rows.total) })
            : tCount('tray.count', rows.total)}
        </span>
        <IconButton
          size="small"
          label={t('tray.remove')}
          whyDisabled={selectedCount === 0 ? t('tray.nothingSelected') : undefined}
          onPress={() => void removeMedia()}
          placement="top"
        >
          <Trash2 size={14} />
        </IconButton>
      </footer>
    </section>
  );
}

type TrayBodyProps = Parameters<typeof TrayList>[0] & { readonly isNarrowed: boolean };

function TrayBody({ rows, onRange, isNarrowed }: TrayBodyProps) {
  const { t, errorText } = useTexts();
  const store = useViewStore();
  if (rows.error) {
    return (
      <EmptyState icon={<Images size={20} />} title={errorText(wireErrorOf(rows.error))}>
        <Button onPress={() => void rows.retry()}>{t('app.tryAgain')}</Button>
      </EmptyState>
    );
  }
  if (rows.isLoading) return <TraySkeleton />;
  if (rows.total > 0) return <TrayList rows={rows} onRange={onRange} />;
  return (
    <div className="min-h-0 flex-1">
      {isNarrowed ? (
        <EmptyState icon={<Search size={20} />} title={t('tray.noMatch')}>
          <Button onPress={() => store.setState({ filter: 'all', search: '' })}>{t('tray.showAll')}</Button>
        </EmptyState>
      ) : (
        <EmptyState icon={<Images size={20} />} title={t('tray.empty')} text={t('tray.emptyText')} />
      )}
    </div>
  );
}

function TraySkeleton() {
  return (
    <div
      className="flex min-h-0 flex-1 animate-pulse flex-col gap-2 overflow-hidden p-3 motion-reduce:animate-none"
      aria-busy
    >
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className="flex items-center gap-2">
          <div className="size-12 rounded bg-raised" />
          <div className="h-3 w-28 rounded bg-raised" />
        </div>
      ))}
    </div>
  );
}
