import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Welcome } from '../../features/first-run/welcome';
import { useQueryApi } from '../api';
import { useLayout } from '../layout';
import { PaneBoundary } from '../pane-boundary';
import { useTexts } from '../texts';
import { showMedia, useView, useViewStore } from '../view-store';
import { Pane } from './pane';

/** The stage with its inspector, or the welcome where no picture is open. */
export function InspectBody() {
  const { t } = useTexts();
  const layout = useLayout();
  const isOver = useView((view) => view.inspectorIsOver);
  const mediaId = useView((view) => view.currentMediaId);
  const { isEmpty } = useFirstPicture();
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

/** Shows the first picture of the list where none is chosen, e.g. after a start. */
function useFirstPicture() {
  const queryApi = useQueryApi();
  const store = useViewStore();
  const mediaId = useView((view) => view.currentMediaId);
  const head = useQuery(
    queryApi.media.list.queryOptions({ input: { filter: 'all', search: '', offset: 0, limit: 1 } }),
  ).data;
  const firstId = head?.items[0]?.id;
  useEffect(() => {
    if (mediaId === null && firstId) showMedia(store, firstId);
  }, [mediaId, firstId, store]);
  return { isEmpty: head?.total === 0 };
}
