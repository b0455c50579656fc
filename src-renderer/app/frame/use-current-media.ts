import { skipToken, useQuery } from '@tanstack/react-query';
import { useQueryApi } from '../api';
import { useView } from '../view-store';

/** The picture on the stage, as the core knows it. */
export function useCurrentMedia() {
  const queryApi = useQueryApi();
  const mediaId = useView((view) => view.currentMediaId);
  return useQuery(queryApi.media.get.queryOptions({ input: mediaId === null ? skipToken : { mediaId } }));
}
