import { useEffect } from 'react';
import { useApi } from './api';
import { useView } from './view-store';

/** Tells the core which picture is on the stage, so that it goes first. */
export function useFocusedMedia(): void {
  const api = useApi();
  const mediaId = useView((view) => view.currentMediaId);
  useEffect(() => {
    if (!mediaId) return;
    // Only a wish: when it is lost, pictures come in their usual order.
    api.runs.focus({ mediaId }).catch(() => undefined);
  }, [api, mediaId]);
}
