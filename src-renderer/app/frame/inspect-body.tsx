import { Welcome } from '../../features/first-run/welcome';
import { InspectStage } from '../../features/inspect/inspect-stage';
import { Inspector } from '../../features/inspect/inspector';
import { ShownPictureProvider } from '../../features/inspect/shown-picture';
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
    <ShownPictureProvider>
      <main className="relative min-w-0 flex-1 overflow-hidden bg-stage">
        <PaneBoundary name="stage">
          <InspectStage />
        </PaneBoundary>
        {layout.inspectorLiesOver && isOver && (
          <div className="absolute top-0 right-0 bottom-10 z-20 w-80 border-l border-line bg-surface shadow-2xl">
            <PaneBoundary name="inspector">
              <Inspector />
            </PaneBoundary>
          </div>
        )}
      </main>
      {!layout.inspectorLiesOver && (
        <Pane name="inspector" side="right" label={t('app.inspector')}>
          <Inspector />
        </Pane>
      )}
    </ShownPictureProvider>
  );
}
