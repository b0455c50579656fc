import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useQueryApi, wireErrorOf } from '../api';
import { showMedia, useView, useViewStore } from '../view-store';
import { useCurrentMedia } from './use-current-media';

/** Keeps a picture on the stage while there is one: the first of the list after a start, or when the one shown went. */
export function useShownPicture(): { readonly isEmpty: boolean } {
  const queryApi = useQueryApi();
  const store = useViewStore();
  const mediaId = useView((view) => view.currentMediaId);
  const { error } = useCurrentMedia();
  const head = useQuery(
    queryApi.media.list.queryOptions({ input: { filter: 'all', search: '', offset: 0, limit: 1 } }),
  ).data;
  const firstId = head?.items[0]?.id;
  const isGone = error !== null && wireErrorOf(error).code === 'MEDIA_NOT_FOUND';

  useEffect(() => {
    if (firstId && firstId !== mediaId && (mediaId === null || isGone)) showMedia(store, firstId);
  }, [mediaId, isGone, firstId, store]);
  return { isEmpty: head?.total === 0 };
}
