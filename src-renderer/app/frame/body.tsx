import { lazy, type ReactNode, Suspense, useDeferredValue } from 'react';
import { Tray } from '../../features/tray/tray';
import { PaneBoundary } from '../pane-boundary';
import { useSettingsAreSettled } from '../settings-queries';
import { useTexts } from '../texts';
import { useView } from '../view-store';
import { InspectBody } from './inspect-body';
import { Pane } from './pane';
import { Rail } from './rail';

// What is not on the first screen is loaded when it is asked for.
const QueuePage = lazy(() => import('../../features/queue/queue-page').then((m) => ({ default: m.QueuePage })));
const ModelsPage = lazy(() => import('../../features/models/models-page').then((m) => ({ default: m.ModelsPage })));
const PopsPage = lazy(() => import('../../features/pops/pops-page').then((m) => ({ default: m.PopsPage })));
const CostsPage = lazy(() => import('../../features/costs/costs-page').then((m) => ({ default: m.CostsPage })));
const SessionsPage = lazy(() =>
  import('../../features/sessions/sessions-page').then((m) => ({ default: m.SessionsPage })),
);
const SettingsPage = lazy(() =>
  import('../../features/settings/settings-page').then((m) => ({ default: m.SettingsPage })),
);

/** Everything between title and status bar: the rail and the screen chosen. */
export function Body() {
  // The screen before stays until the next one has been loaded: React shows what stands in for it at least 300 ms long.
  const page = useDeferredValue(useView((view) => view.page));
  const isSettled = useSettingsAreSettled();
  if (!isSettled) return <main aria-busy className="flex-1" />;
  return (
    <div className="flex min-h-0 flex-1">
      <Rail />
      <Suspense fallback={null}>
        {page === 'inspect' ? (
          <>
            <TrayPane />
            <InspectBody />
          </>
        ) : (
          <Screen name={page}>
            {page === 'queue' && <QueuePage />}
            {page === 'models' && <ModelsPage />}
            {page === 'pops' && <PopsPage />}
            {page === 'sessions' && <SessionsPage />}
            {page === 'costs' && <CostsPage />}
            {page === 'settings' && <SettingsPage />}
          </Screen>
        )}
      </Suspense>
    </div>
  );
}

function TrayPane() {
  const { t } = useTexts();
  return (
    <Pane name="tray" side="left" label={t('tray.pictures')}>
      <Tray />
    </Pane>
  );
}

function Screen({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <main className="min-w-0 flex-1 overflow-hidden bg-bg">
      <PaneBoundary key={name} name={name}>
        {children}
      </PaneBoundary>
    </main>
  );
}
