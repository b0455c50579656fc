import { skipToken, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import type { MediaItem } from '#common/contract/media';
import type { StoredResult } from '#common/contract/runs';
import type { FrameResult } from '#common/contract/video';
import { useQueryApi } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useView } from '../../app/view-store';
import { useRuns } from '../queue/use-run-actions';
import { useFrameResult } from '../timeline/use-frame-result';
import { usePlayer, useVideoSession, VideoSessionProvider } from '../timeline/video-session';
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
  /** False for a frame of an analysed video that was itself not looked at. */
  readonly isLookedAt: boolean;
};

const ShownContext = createContext<ShownPicture | null>(null);

type Children = { readonly children: ReactNode };

/** Loads the current picture or video and its newest result, once for the stage and the inspector. */
export function ShownPictureProvider({ children }: Children) {
  const queryApi = useQueryApi();
  const mediaId = useView((view) => view.currentMediaId);
  const input = mediaId === null ? skipToken : { mediaId };
  const item = useQuery(queryApi.media.get.queryOptions({ input })).data ?? null;
  return (
    <VideoSessionProvider item={item}>
      <OnStage item={item}>{children}</OnStage>
    </VideoSessionProvider>
  );
}

function OnStage({ item, children }: Children & Pick<ShownPicture, 'item'>) {
  const queryApi = useQueryApi();
  const { formatPercent } = useTexts();
  const mediaId = useView((view) => view.currentMediaId);
  const input = mediaId === null ? skipToken : { mediaId };
  const stored = useQuery(queryApi.runs.result.queryOptions({ input })).data ?? null;
  const frame = useFrameResult();
  const ofFrame = useVideoResult(stored, frame);
  const result = item?.kind === 'video' ? ofFrame : stored;
  const isShowable = mediaId !== null && item?.state !== 'unreadable';
  const still = usePicture(isShowable ? `/media/${mediaId}/display` : null);
  const moving = useMovingPicture();
  const picture = moving ?? still;
  const shown = useOverlay(result?.prediction ?? null, formatPercent);
  useCameraFor(mediaId, item, picture, result);

  const isLookedAt = item?.kind !== 'video' || !ofFrame || frame !== null;
  const value = useMemo(
    () => ({ item, picture, result, shown, isLookedAt }),
    [item, picture, result, shown, isLookedAt],
  );
  return <ShownContext value={value}>{children}</ShownContext>;
}

export function useShownPicture(): ShownPicture {
  const shown = useContext(ShownContext);
  if (!shown) throw new Error('there is no ShownPictureProvider above this component');
  return shown;
}

/** The video itself, as soon as it can be shown; until then, and where it cannot, its first frame stands for it. */
function useMovingPicture(): LoadedPicture | null {
  const session = useVideoSession();
  const isReady = usePlayer(({ state }) => state === 'ready');
  return useMemo(
    () => (session && isReady ? { state: 'ready', image: session.player.element } : null),
    [session, isReady],
  );
}

/** The result of the frame on screen in the words of a picture's; null where nothing has been analysed. */
function useVideoResult(stored: StoredResult | null, frame: FrameResult | null): StoredResult | null {
  const session = useVideoSession();
  const run = useRuns().find(({ id }) => id === session?.run?.runId);
  return useMemo(() => {
    if (!session?.run || !run) return null;
    const { widthPx, heightPx, id } = session.item;
    const base = stored?.runId === run.id ? stored : null;
    return {
      runId: run.id,
      mediaId: id,
      modelId: run.modelId,
      modelName: run.modelName,
      engine: frame?.engine ?? 'local',
      keptFromMs: base?.keptFromMs ?? null,
      backend: base?.backend ?? { provider: 'cpu', reason: '' },
      elapsedMs: base?.elapsedMs ?? 0,
      createdAtMs: run.createdAtMs,
      prediction: frame?.prediction ?? { source_width: widthPx, source_height: heightPx, objects: [] },
    };
  }, [session, run, stored, frame]);
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
  const width = result?.prediction.source_width || item?.widthPx || (image && sizeOf(image).width) || 0;
  const height = result?.prediction.source_height || item?.heightPx || (image && sizeOf(image).height) || 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture, not another value used here, starts anew
  useEffect(() => {
    store.setState({ selected: null, hovered: null, selectedTrack: null, isFitted: true });
  }, [mediaId, store]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: of the same size, another picture still has to be fitted
  useEffect(() => {
    if (width === 0 || height === 0) return;
    store.setState({ picture: { width, height } });
    if (store.getState().isFitted) fitPicture(store);
  }, [mediaId, width, height, store]);
}

function sizeOf(image: HTMLImageElement | HTMLVideoElement) {
  return image instanceof HTMLVideoElement
    ? { width: image.videoWidth, height: image.videoHeight }
    : { width: image.naturalWidth, height: image.naturalHeight };
}
