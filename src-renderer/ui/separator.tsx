import { useRef } from 'react';
import { classNames } from './class-names';

type SeparatorProps = {
  readonly label: string;
  readonly widthPx: number;
  readonly leastPx: number;
  readonly mostPx: number;
  /** On which side of it the pane lies. */
  readonly pane: 'left' | 'right';
  readonly onResize: (widthPx: number) => void;
  readonly onResizeEnd: (widthPx: number) => void;
  /** A double click or Enter puts the pane away. */
  readonly onCollapse: () => void;
};

const keyStepPx = 16;

/** The edge of a pane: dragged, or moved with the arrow keys. */
export function Separator({
  label,
  widthPx,
  leastPx,
  mostPx,
  pane,
  onResize,
  onResizeEnd,
  onCollapse,
}: SeparatorProps) {
  const drag = useRef<{ startX: number; startPx: number; nowPx: number } | null>(null);
  const clamp = (px: number) => Math.min(mostPx, Math.max(leastPx, px));
  const outward = pane === 'left' ? 1 : -1;

  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: outward, ArrowLeft: -outward };
    const step = steps[event.key];
    if (event.key === 'Enter') onCollapse();
    else if (event.key === 'Home') onResizeEnd(leastPx);
    else if (event.key === 'End') onResizeEnd(mostPx);
    else if (step !== undefined) onResizeEnd(clamp(widthPx + step * keyStepPx));
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves cannot be an <hr>
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={widthPx}
      aria-valuemin={leastPx}
      aria-valuemax={mostPx}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={onCollapse}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { startX: event.clientX, startPx: widthPx, nowPx: widthPx };
      }}
      onPointerMove={(event) => {
        if (!drag.current) return;
        drag.current.nowPx = clamp(drag.current.startPx + outward * (event.clientX - drag.current.startX));
        onResize(drag.current.nowPx);
      }}
      onPointerUp={() => {
        if (drag.current && drag.current.nowPx !== drag.current.startPx) onResizeEnd(drag.current.nowPx);
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      className={classNames(
        'relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line outline-none',
        'after:absolute after:inset-y-0 after:-left-1 after:w-[9px] hover:after:bg-accent/30 focus-visible:after:bg-accent/60',
      )}
    />
  );
}
