import { type ReactNode, useState } from 'react';
import { Separator } from '../../ui/separator';
import { type PaneName, useLayout } from '../layout';
import { PaneBoundary } from '../pane-boundary';
import { useTexts } from '../texts';

type PaneProps = {
  readonly name: PaneName;
  readonly side: 'left' | 'right';
  readonly label: string;
  readonly children: ReactNode;
};

/** A pane beside the stage: as wide as the person made it, gone when put away. */
export function Pane({ name, side, label, children }: PaneProps) {
  const { t } = useTexts();
  const layout = useLayout();
  const { isOpen, widthPx, leastPx, mostPx } = layout[name];
  // While it is dragged the width lives here; the settings hear of it at the end.
  const [draggedPx, setDraggedPx] = useState<number | null>(null);
  if (!isOpen) return null;

  const shownPx = draggedPx ?? widthPx;
  const body = (
    <div className="min-h-0 shrink-0 overflow-hidden" style={{ width: shownPx }}>
      <PaneBoundary name={name}>{children}</PaneBoundary>
    </div>
  );
  const edge = (
    <Separator
      label={t('app.resizePane', { pane: label })}
      widthPx={shownPx}
      leastPx={leastPx}
      mostPx={mostPx}
      pane={side}
      onResize={setDraggedPx}
      onResizeEnd={(px) => {
        setDraggedPx(null);
        layout.setWidth(name, px);
      }}
      onCollapse={() => layout.setOpen(name, false)}
    />
  );
  return side === 'left' ? (
    <>
      {body}
      {edge}
    </>
  ) : (
    <>
      {edge}
      {body}
    </>
  );
}
