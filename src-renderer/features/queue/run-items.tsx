import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Run, RunItem } from '#common/contract/runs';
import { useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';
import { showMedia, useViewStore } from '../../app/view-store';
import { classNames } from '../../ui/class-names';
import { pageSize, pagesOfRows } from '../tray/media-pages';

const rowHeightPx = 28;

/** What a run works on, item by item; only the rows on screen exist. */
export function RunItems({ run }: { readonly run: Run }) {
  const { t } = useTexts();
  const queryApi = useQueryApi();
  const viewport = useRef<HTMLDivElement>(null);
  const pageInput = (page: number) => ({ runId: run.id, offset: page * pageSize, limit: pageSize });
  const virtual = useVirtualizer({
    count: run.total,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const pages = pagesOfRows(rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0);
  const loaded = useQueries({
    queries: pages.map((page) => queryApi.runs.items.queryOptions({ input: pageInput(page), gcTime: 10_000 })),
  });
  const rowAt = (index: number): RunItem | undefined => {
    const page = Math.floor(index / pageSize);
    return loaded[pages.indexOf(page)]?.data?.items[index % pageSize];
  };
  return (
    <section
      ref={viewport}
      aria-label={t('queue.items')}
      data-testid="run-items"
      className="mt-2 max-h-80 overflow-y-auto rounded-md border border-line bg-bg"
    >
      <table aria-rowcount={run.total} className="block w-full text-xs">
        <thead className="sticky top-0 z-10 block bg-raised text-muted">
          <tr className="grid grid-cols-[1fr_7rem_6rem_6rem] gap-2 px-2 py-1 text-left">
            <th className="font-medium">{t('queue.column.name')}</th>
            <th className="font-medium">{t('queue.column.state')}</th>
            <th className="text-right font-medium">{t('queue.column.objects')}</th>
            <th className="text-right font-medium">{t('queue.column.time')}</th>
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start }) => (
            <ItemRow key={index} item={rowAt(index)} index={index} topPx={start} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type ItemRowProps = { readonly item: RunItem | undefined; readonly index: number; readonly topPx: number };

const tones: Record<RunItem['state'], string> = {
  queued: 'text-muted',
  running: 'text-accent',
  done: 'text-ok',
  failed: 'text-danger',
  cancelled: 'text-muted',
};

function ItemRow({ item, index, topPx }: ItemRowProps) {
  const { t, formatNumber, formatDuration, errorText } = useTexts();
  const store = useViewStore();
  const open = () => {
    if (!item) return;
    showMedia(store, item.mediaId);
    store.setState({ page: 'inspect' });
  };
  return (
    <tr
      aria-rowindex={index + 2}
      className="absolute inset-x-0 grid grid-cols-[1fr_7rem_6rem_6rem] items-center gap-2 px-2 hover:bg-hover"
      style={{ height: rowHeightPx, transform: `translateY(${topPx}px)` }}
    >
      <td className="min-w-0">
        <button
          type="button"
          onClick={open}
          title={item?.folder ? `${item.folder}/${item.name}` : item?.name}
          className="block w-full truncate rounded text-left focus-visible:ring-2 focus-visible:ring-accent focus-visible:outline-none"
        >
          {item?.name ?? '…'}
        </button>
      </td>
      <td
        className={classNames('truncate', item && tones[item.state])}
        title={item?.error ? errorText(item.error) : undefined}
      >
        {item && (item.isKept ? t('queue.item.kept') : t(`queue.item.${item.state}`))}
      </td>
      <td className="text-right tabular-nums">{item?.objectCount == null ? '' : formatNumber(item.objectCount)}</td>
      <td className="text-right text-muted tabular-nums">
        {item?.elapsedMs == null || item.isKept ? '' : formatDuration(item.elapsedMs)}
      </td>
    </tr>
  );
}
