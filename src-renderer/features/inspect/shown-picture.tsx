import { skipToken, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import type { MediaItem } from '#common/contract/media';
import type { StoredResult } from '#common/contract/runs';
import { useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useView } from '../../app/view-store';
import { fitPicture } from './camera-moves';
import { useInspectStore } from './inspect-store';
import { type ShownOverlay, useOverlay } from './use-overlay';
import { type LoadedPicture, usePicture } from './use-picture';

/** The picture on the stage with all that is known of it. */
export type ShownPicture = {
  readonly item: MediaItem | null;
  readonly picture: LoadedPicture;
  readonly result: StoredResult | null;
  readonly shown: ShownOverlay | null;
};

const ShownContext = createContext<ShownPicture | null>(null);

/** Loads the current picture and its newest result, once for the stage and the inspector. */
export function ShownPictureProvider({ children }: { readonly children: ReactNode }) {
  const queryApi = useQueryApi();
  const { formatPercent } = useTexts();
  const mediaId = useView((view) => view.currentMediaId);
  const input = mediaId === null ? skipToken : { mediaId };
  const item = useQuery(queryApi.media.get.queryOptions({ input })).data ?? null;
  const result = useQuery(queryApi.runs.result.queryOptions({ input })).data ?? null;
  const isShowable = mediaId !== null && item?.state !== 'unreadable';
  const picture = usePicture(isShowable ? `/media/${mediaId}/display` : null);
  const shown = useOverlay(result?.prediction ?? null, formatPercent);
  useCameraFor(mediaId, item, picture, result);

  const value = useMemo(() => ({ item, picture, result, shown }), [item, picture, result, shown]);
  return <ShownContext value={value}>{children}</ShownContext>;
}

export function useShownPicture(): ShownPicture {
  const shown = useContext(ShownContext);
  if (!shown) throw new Error('there is no ShownPictureProvider above this component');
  return shown;
}

/** A new picture starts fitted and with nothing selected; its size is what the coordinates of the overlay count in. */
function useCameraFor(
  mediaId: string | null,
  item: MediaItem | null,
  picture: LoadedPicture,
  result: StoredResult | null,
): void {
  const store = useInspectStore();
  const image = picture.state === 'ready' ? picture.image : null;
  // The header may not have been read yet when the picture is already there.
  const width = result?.prediction.source_width || item?.widthPx || image?.naturalWidth || 0;
  const height = result?.prediction.source_height || item?.heightPx || image?.naturalHeight || 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture, not another value used here, starts anew
  useEffect(() => {
    store.setState({ selected: null, hovered: null, isFitted: true });
  }, [mediaId, store]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: of the same size, another picture still has to be fitted
  useEffect(() => {
    if (width === 0 || height === 0) return;
    store.setState({ picture: { width, height } });
    if (store.getState().isFitted) fitPicture(store);
  }, [mediaId, width, height, store]);
}
