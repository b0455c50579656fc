import { useEffect } from 'react';
import { BatchSheet } from '../features/batch/batch-sheet';
import { InspectProvider } from '../features/inspect/inspect-provider';
import { DropTarget } from '../features/intake/drop-target';
import { IntakeProvider } from '../features/intake/intake';
import { OpenPathDialog } from '../features/intake/open-path-dialog';
import { UploadPanel } from '../features/intake/upload-panel';
import { usePaste } from '../features/intake/use-paste';
import { useOfferToContinue } from '../features/queue/use-offer-to-continue';
import { useTellRunResults } from '../features/queue/use-tell-run-results';
import { StopAllDialog } from '../features/sessions/stop-all-dialog';
import { ApiProvider } from './api';
import { useAppCommands } from './app-commands';
import type { Connection } from './connection';
import { Body } from './frame/body';
import { Palette } from './frame/palette';
import { ShortcutsDialog } from './frame/shortcuts-dialog';
import { StatusBar } from './frame/status-bar';
import { TitleBar } from './frame/title-bar';
import { useLiveUpdates } from './live-updates';
import { PaneBoundary } from './pane-boundary';
import { ShortcutsProvider } from './shortcuts';
import { TextsProvider } from './texts';
import { ThemeKeeper } from './theme';
import { Toaster, ToasterProvider } from './toaster';
import { useFocusedMedia } from './use-focused-media';
import { ViewProvider } from './view-store';

/** The whole page over one line to the core. */
export function App({ connection }: { readonly connection: Connection }) {
  return (
    <ApiProvider connection={connection}>
      <TextsProvider>
        <ThemeKeeper />
        <ToasterProvider>
          <ViewProvider>
            <ShortcutsProvider>
              <IntakeProvider>
                <InspectProvider>
                  <Window />
                </InspectProvider>
              </IntakeProvider>
            </ShortcutsProvider>
          </ViewProvider>
        </ToasterProvider>
      </TextsProvider>
    </ApiProvider>
  );
}

function Window() {
  useLiveUpdates(useTellRunResults());
  useOfferToContinue();
  useFocusedMedia();
  useAppCommands();
  usePaste();
  useNoAccidentalNavigation();
  return (
    <div className="flex h-dvh min-h-[480px] min-w-[800px] flex-col overflow-hidden">
      <TitleBar />
      <Body />
      <PaneBoundary name="status">
        <StatusBar />
      </PaneBoundary>
      <Palette />
      <ShortcutsDialog />
      <OpenPathDialog />
      <BatchSheet />
      <StopAllDialog />
      <DropTarget />
      <Toaster>
        <UploadPanel />
      </Toaster>
    </div>
  );
}

/** Middle-click scrolling and the browser's own zoom would take the wheel from the stage. */
function useNoAccidentalNavigation(): void {
  useEffect(() => {
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey) event.preventDefault();
    };
    window.addEventListener('wheel', onWheel, { passive: false });
    return () => window.removeEventListener('wheel', onWheel);
  }, []);
}
