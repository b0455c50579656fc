import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Overlay } from '#common/overlay/draw-prediction';
import { useTexts } from '../../app/texts';
import { indexAfterKey } from '../tray/row-keys';
import { reveal } from './camera-moves';
import { useInspect, useInspectStore } from './inspect-store';
import { indexOfPathText, pathText } from './object-path';
import { ObjectRow, objectRowPx } from './object-row';

/**
 * The objects that pass the filter, the surest first. It is the twin of the canvas: arrow keys walk (and show the object
 * on the picture), Enter selects, a pointer over a row marks its object.
 */
export function ObjectList({ overlay }: { readonly overlay: Overlay }) {
  const { t } = useTexts();
  const store = useInspectStore();
  const { scene, kept, sheet } = overlay;
  const order = useMemo(() => sheet.byPriority.filter((i) => kept.flags[i] === 1), [sheet, kept]);
  const selected = indexOfPathText(
    scene,
    useInspect((state) => state.selected),
  );
  const hovered = indexOfPathText(
    scene,
    useInspect((state) => state.hovered),
  );
  const viewport = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => objectRowPx,
    overscan: 8,
  });
  const [active, setActive] = useState(0);

  useEffect(() => {
    const row = selected < 0 ? -1 : order.indexOf(selected);
    if (row < 0) return;
    setActive(row);
    virtual.scrollToIndex(row, { align: 'auto' });
  }, [selected, order, virtual]);

  const select = (row: number) => {
    const i = order[row];
    if (i === undefined) return;
    setActive(row);
    store.setState({ selected: pathText(scene, i) });
    reveal(store, scene, i);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') select(active);
    else if (event.key === 'Escape') store.setState({ selected: null, hovered: null });
    else {
      const pageRows = Math.max(1, Math.floor((viewport.current?.clientHeight ?? 0) / objectRowPx) - 1);
      const next = indexAfterKey(event.key, active, order.length, pageRows);
      if (next === null) return;
      setActive(next);
      virtual.scrollToIndex(next);
      store.setState({ hovered: pathText(scene, order[next] ?? 0) });
    }
    event.preventDefault();
  };

  return (
    <div
      ref={viewport}
      role="listbox"
      aria-label={t('inspect.objects')}
      aria-activedescendant={order.length > 0 ? `object-row-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => store.setState({ hovered: null })}
      onPointerLeave={() => store.setState({ hovered: null })}
      data-testid="object-list"
      className="group min-h-0 flex-1 overflow-y-auto py-1 outline-none"
    >
      <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const i = order[index] ?? 0;
          return (
            <ObjectRow
              key={index}
              id={`object-row-${index}`}
              overlay={overlay}
              i={i}
              position={index + 1}
              total={order.length}
              isSelected={i === selected}
              isHovered={i === hovered}
              isActive={index === active}
              topPx={start}
              onSelect={() => select(index)}
              onHover={() => store.setState({ hovered: pathText(scene, i) })}
            />
          );
        })}
      </div>
    </div>
  );
}
