import type { Overlay } from '#common/overlay/draw-prediction';
import { useTexts } from '../../app/texts';
import { classNames } from '../../ui/class-names';
import { ClassMark } from './class-mark';
import { useObjectSentence } from './object-sentence';

export const objectRowPx = 28;

type ObjectRowProps = {
  readonly id: string;
  readonly overlay: Overlay;
  readonly i: number;
  readonly position: number;
  readonly total: number;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
  /** Where the keyboard is, once the list has it. */
  readonly isActive: boolean;
  readonly topPx: number;
  readonly onSelect: () => void;
  readonly onHover: () => void;
};

/** One object: mark, class, size, confidence. */
export function ObjectRow({ id, overlay, i, topPx, ...row }: ObjectRowProps) {
  const { formatPercent } = useTexts();
  const sentence = useObjectSentence();
  const { scene, colouring } = overlay;
  const swatch = colouring.swatches[colouring.ofObject[i] ?? 0];
  const score = scene.score[i] ?? Number.NaN;
  const depth = scene.depth[i] ?? 0;
  return (
    <div
      id={id}
      role="option"
      aria-selected={row.isSelected}
      aria-label={sentence(scene, i)}
      aria-posinset={row.position}
      aria-setsize={row.total}
      tabIndex={-1}
      data-testid="object-row"
      onPointerDown={row.onSelect}
      onPointerEnter={row.onHover}
      // The list has the keyboard, not its rows: they come and go.
      onMouseDown={(event) => {
        event.preventDefault();
        event.currentTarget.closest<HTMLElement>('[role=listbox]')?.focus({ preventScroll: true });
      }}
      className={classNames(
        'absolute inset-x-1.5 flex cursor-default items-center gap-2 rounded-md px-1.5',
        row.isSelected ? 'bg-accent-soft' : row.isHovered && 'bg-hover',
        row.isActive && 'group-focus-visible:ring-2 group-focus-visible:ring-accent group-focus-visible:ring-inset',
      )}
      style={{ height: objectRowPx, transform: `translateY(${topPx}px)` }}
    >
      {swatch && <ClassMark swatch={swatch} />}
      <span className="min-w-0 flex-1 truncate">
        {depth > 0 && <span className="text-muted">{'› '.repeat(depth)}</span>}
        {scene.objects[i]?.classLabel}
        {scene.objects[i]?.texts?.[0] && <span className="text-muted"> “{scene.objects[i]?.texts?.[0]?.text}”</span>}
      </span>
      <span className="text-xs text-muted tabular-nums">
        {Math.round(scene.width[i] ?? 0)} × {Math.round(scene.height[i] ?? 0)}
      </span>
      {Number.isNaN(score) ? (
        <span className="w-[84px] text-right text-muted">—</span>
      ) : (
        <span className="flex w-[84px] items-center gap-1.5">
          <span className="h-1 flex-1 overflow-hidden rounded-full bg-line" aria-hidden>
            <span className="block h-full rounded-full bg-accent" style={{ width: `${score * 100}%` }} />
          </span>
          <span className="w-9 text-right tabular-nums">{formatPercent(score)}</span>
        </span>
      )}
    </div>
  );
}
