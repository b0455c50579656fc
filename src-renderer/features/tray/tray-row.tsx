import { ImageOff } from 'lucide-react';
import { memo, type PointerEvent, useState } from 'react';
import type { MediaItem } from '#common/contract/media';
import { useTexts } from '../../app/texts';
import { classNames } from '../../ui/class-names';
import { MediaMark } from './media-mark';

type TrayRowProps = {
  readonly id: string;
  readonly item: MediaItem | undefined;
  readonly index: number;
  readonly total: number;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly topPx: number;
  readonly onPress: (index: number, event: PointerEvent) => void;
};

export const rowHeightPx = 60;

/** One picture of the list. */
export const TrayRow = memo(function TrayRow({
  id,
  item,
  index,
  total,
  isCurrent,
  isSelected,
  topPx,
  onPress,
}: TrayRowProps) {
  const { t, errorText } = useTexts();
  const problem = item?.problem ?? item?.latest?.error;
  return (
    <div
      id={id}
      role="option"
      aria-selected={isSelected}
      aria-posinset={index + 1}
      aria-setsize={total}
      tabIndex={-1}
      data-testid="tray-row"
      data-current={isCurrent || undefined}
      title={problem ? errorText(problem) : item?.folder ? `${item.folder}/${item.name}` : item?.name}
      onPointerDown={(event) => onPress(index, event)}
      // The list has the keyboard, not its rows: they come and go.
      onMouseDown={(event) => event.preventDefault()}
      className={classNames(
        'absolute inset-x-1.5 flex cursor-default items-center gap-2 rounded-md px-1.5',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
        isCurrent && 'ring-1 ring-accent ring-inset',
      )}
      style={{ height: rowHeightPx - 2, transform: `translateY(${topPx}px)` }}
    >
      {item ? <Thumbnail key={item.id} item={item} /> : <span className="size-12 shrink-0 rounded bg-raised" />}
      <span className="flex min-w-0 flex-1 flex-col gap-px">
        {item ? (
          <>
            <span className="truncate">{item.name}</span>
            <span className="truncate text-xs text-muted tabular-nums">{sizeText(item) ?? t('tray.probing')}</span>
            <MediaMark item={item} />
          </>
        ) : (
          <>
            <span className="h-3 w-24 rounded bg-raised" />
            <span className="mt-1 h-2.5 w-14 rounded bg-raised" />
          </>
        )}
      </span>
    </div>
  );
});

/** `1:02:03`, or `2:03` below an hour. */
function clockText(seconds: number): string {
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Undefined while the picture's header has not been read. */
function sizeText(item: MediaItem): string | undefined {
  if (item.state === 'unreadable') return item.format.toUpperCase();
  if (item.widthPx === 0) return undefined;
  const size = `${item.widthPx} × ${item.heightPx}`;
  return item.video && item.video.durationNs > 0 ? `${size} · ${clockText(item.video.durationNs / 1e9)}` : size;
}

/** Whether there is something to show: its header was read, and no run has found it broken since. */
function isShowable({ state, widthPx, latest }: MediaItem): boolean {
  return state !== 'unreadable' && widthPx > 0 && !latest?.error?.code.startsWith('MEDIA_');
}

function Thumbnail({ item }: { readonly item: MediaItem }) {
  const [isBroken, setIsBroken] = useState(false);
  return (
    <span className="flex size-12 shrink-0 items-center justify-center overflow-hidden rounded bg-stage text-muted">
      {isBroken || !isShowable(item) ? (
        <ImageOff size={16} aria-hidden />
      ) : (
        <img
          src={`/media/${item.id}/thumbnail`}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setIsBroken(true)}
          className="size-full object-cover"
        />
      )}
    </span>
  );
}
