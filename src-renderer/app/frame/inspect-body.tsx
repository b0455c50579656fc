import { Welcome } from '../../features/first-run/welcome';
import { useNeighbourCommands } from '../../features/tray/use-neighbour-commands';
import { useLayout } from '../layout';
import { PaneBoundary } from '../pane-boundary';
import { useTexts } from '../texts';
import { useView } from '../view-store';
import { Pane } from './pane';
import { useShownPicture } from './use-shown-picture';

/** The stage with its inspector, or the welcome where no picture is open. */
export function InspectBody() {
  const { t } = useTexts();
  const layout = useLayout();
  const isOver = useView((view) => view.inspectorIsOver);
  const mediaId = useView((view) => view.currentMediaId);
  const { isEmpty } = useShownPicture();
  useNeighbourCommands();
  if (isEmpty) {
    return (
      <main className="min-w-0 flex-1 overflow-auto bg-bg">
        <PaneBoundary name="welcome">
          <Welcome />
        </PaneBoundary>
      </main>
    );
  }
  return (
    <>
      <main className="relative min-w-0 flex-1 overflow-hidden bg-stage">
        <PaneBoundary name="stage">
          {mediaId && <img src={`/media/${mediaId}/display`} alt="" className="size-full object-contain" />}
        </PaneBoundary>
        {layout.inspectorLiesOver && isOver && (
          <div className="absolute inset-y-0 right-0 z-20 w-80 border-l border-line bg-surface shadow-2xl">
            <PaneBoundary name="inspector">inspector</PaneBoundary>
          </div>
        )}
      </main>
      {!layout.inspectorLiesOver && (
        <Pane name="inspector" side="right" label={t('app.inspector')}>
          inspector
        </Pane>
      )}
    </>
  );
}
