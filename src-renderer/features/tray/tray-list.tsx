import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { MediaId, MediaItem } from '#common/contract/media';
import { useTexts } from '../../app/texts';
import { useView, useViewStore } from '../../app/view-store';
import { useIdsOfRows, type useMediaRows } from './media-pages';
import { indexAfterKey } from './row-keys';
import { rowHeightPx, TrayRow } from './tray-row';

type TrayListProps = {
  readonly rows: ReturnType<typeof useMediaRows>;
  readonly onRange: (first: number, last: number) => void;
};

/** The pictures as a list of which only the rows on screen exist. */
export function TrayList({ rows, onRange }: TrayListProps) {
  const { t } = useTexts();
  const viewport = useRef<HTMLDivElement>(null);
  const currentId = useView((view) => view.currentMediaId);
  const selectedIds = useView((view) => view.selectedIds);
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeightPx,
    overscan: 6,
    paddingStart: 4,
    paddingEnd: 4,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [first, last, onRange]);

  const pick = usePicking(rows.rowAt);
  const currentIndex = rows.indexOf(currentId);
  const [keyIndex, setKeyIndex] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another picture moves the list, never a scroll that brings its row back
  useEffect(() => {
    if (currentIndex < 0) return;
    setKeyIndex(currentIndex);
    virtual.scrollToIndex(currentIndex);
  }, [currentId]);

  const newestPick = useRef(pick);
  useEffect(() => {
    newestPick.current = pick;
  });
  const onPress = useCallback((index: number, event: PointerEvent) => {
    if (event.button !== 0) return;
    viewport.current?.focus({ preventScroll: true });
    setKeyIndex(index);
    void newestPick.current(index, { extends: event.shiftKey, toggles: event.ctrlKey || event.metaKey });
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const pageRows = Math.max(1, Math.floor((viewport.current?.clientHeight ?? 0) / rowHeightPx) - 1);
    const next = indexAfterKey(event.key, keyIndex, rows.total, pageRows);
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setKeyIndex(next);
    virtual.scrollToIndex(next);
    void pick(next, { extends: event.shiftKey, toggles: false });
  };

  return (
    <div
      ref={viewport}
      role="listbox"
      aria-label={t('tray.pictures')}
      aria-multiselectable
      aria-activedescendant={`tray-row-${keyIndex}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid="tray-list"
      className="min-h-0 flex-1 overflow-y-auto outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
    >
      <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const item = rows.rowAt(index);
          return (
            <TrayRow
              key={index}
              id={`tray-row-${index}`}
              item={item}
              index={index}
              total={rows.total}
              isCurrent={item !== undefined && item.id === currentId}
              isSelected={item !== undefined && selectedIds.has(item.id)}
              topPx={start}
              onPress={onPress}
            />
          );
        })}
      </div>
    </div>
  );
}

type Pick = { readonly extends: boolean; readonly toggles: boolean };

/** Selecting: one picture, a range from the last one picked (Shift), or one more or less (Ctrl). */
function usePicking(rowAt: (index: number) => MediaItem | undefined) {
  const store = useViewStore();
  const filter = useView((view) => view.filter);
  const search = useView((view) => view.search);
  const idsOfRows = useIdsOfRows({ filter, search });
  const anchor = useRef(0);

  return async (index: number, how: Pick): Promise<void> => {
    const from = anchor.current;
    const id = rowAt(index)?.id ?? (await idsOfRows(index, index))[0];
    if (!id) return;
    if (how.extends) {
      const range = await idsOfRows(Math.min(from, index), Math.max(from, index));
      store.setState({ selectedIds: new Set(range), currentMediaId: id });
      return;
    }
    anchor.current = index;
    store.setState((view) => ({
      currentMediaId: id,
      selectedIds: how.toggles ? toggled(view.selectedIds, id) : new Set([id]),
    }));
  };
}

function toggled(ids: ReadonlySet<MediaId>, id: MediaId): ReadonlySet<MediaId> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
