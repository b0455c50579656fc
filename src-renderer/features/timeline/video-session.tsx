import { skipToken, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MediaItem } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { FrameResult } from '#common/contract/video';
import { useApi, useQueryApi } from '../../app/api';
import { FrameCache } from './frame-cache';
import { type PlayerState, VideoPlayer } from './video-player';

/** A video on the stage: its player, its newest run, and what was found in its frames. */
export type VideoSession = {
  readonly player: VideoPlayer;
  readonly item: MediaItem;
  readonly run: { readonly runId: RunId; readonly frameCount: number; readonly lastFrame: number } | null;
  readonly frames: FrameCache | null;
};

const SessionContext = createContext<VideoSession | null>(null);

/** The video on the stage; null for a picture. */
export const useVideoSession = (): VideoSession | null => useContext(SessionContext);

/** A part of the player's state, without rendering for the rest of it; null for a picture. */
export function usePlayer<T>(select: (state: PlayerState) => T): T | null {
  const session = useVideoSession();
  const store: StoreApi<PlayerState | null> = session?.player.store ?? noPlayer;
  return useStore(store, (state) => (state === null ? null : select(state)));
}

const noPlayer = createStore<PlayerState | null>()(() => null);

/** Opens the player of a video and keeps it fed; children without one are those of a picture. */
export function VideoSessionProvider({
  item,
  children,
}: {
  readonly item: MediaItem | null;
  readonly children: ReactNode;
}) {
  const video = item?.kind === 'video' && item.state === 'ready' ? item : null;
  const [copied, setCopied] = useState<string | null>(null);
  const player = usePlayerOf(video?.id ?? null, copied !== null && copied === video?.id);
  usePreviewWhereNeeded(player, video?.id ?? null, setCopied);
  useTimestamps(player, video?.id ?? null);
  const { run, frames } = useFrames(player, video?.id ?? null);
  const session = useMemo(
    () => (player && video ? { player, item: video, run, frames } : null),
    [player, video, run, frames],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** @param isCopy - plays the copy that was made for browsers */
function usePlayerOf(mediaId: string | null, isCopy: boolean): VideoPlayer | null {
  const [player, setPlayer] = useState<VideoPlayer | null>(null);
  useEffect(() => {
    if (mediaId === null) return;
    const opened = new VideoPlayer(`/media/${mediaId}/${isCopy ? 'preview' : 'original'}`);
    setPlayer(opened);
    return () => {
      setPlayer(null);
      opened.close();
    };
  }, [mediaId, isCopy]);
  return player;
}

/** A video that cannot be played is replaced by its copy as soon as there is one. */
function usePreviewWhereNeeded(
  player: VideoPlayer | null,
  mediaId: MediaItem['id'] | null,
  onReady: (mediaId: string) => void,
): void {
  const isUnplayable = useStore(
    player?.store ?? noPlayer,
    (state: PlayerState | null) => state?.state === 'unplayable',
  );
  const input = mediaId !== null && isUnplayable ? { mediaId } : skipToken;
  const state = useQuery(useQueryApi().video.preview.queryOptions({ input })).data?.state;
  useEffect(() => {
    if (state === 'ready' && mediaId !== null) onReady(mediaId);
  }, [state, mediaId, onReady]);
}

function useTimestamps(player: VideoPlayer | null, mediaId: MediaItem['id'] | null): void {
  const queryApi = useQueryApi();
  const input = mediaId === null ? skipToken : { mediaId, fromFrame: 0, count: 200_000 };
  const { data } = useQuery(queryApi.video.timestamps.queryOptions({ input }));
  useEffect(() => {
    if (!player || !data) return;
    let at = 0;
    player.setTimestamps(
      Float64Array.from(data.deltasNs, (delta) => {
        at += delta;
        return at;
      }),
    );
  }, [player, data]);
}

function useFrames(player: VideoPlayer | null, mediaId: MediaItem['id'] | null) {
  const api = useApi();
  const queryApi = useQueryApi();
  const input = mediaId === null ? skipToken : { mediaId };
  const run = useQuery(queryApi.video.latestRun.queryOptions({ input })).data ?? null;
  const runId = run?.runId ?? null;
  const frames = useMemo(() => {
    if (!player || runId === null || mediaId === null) return null;
    const load = (fromFrame: number, toFrame: number): Promise<readonly FrameResult[]> =>
      api.video.frames({ runId, mediaId, fromFrame, toFrame });
    return new FrameCache(load, () => player.redraw());
  }, [api, player, runId, mediaId]);
  const frameCount = run?.frameCount;
  // biome-ignore lint/correctness/useExhaustiveDependencies: more frames, not another value used here, make it stale
  useEffect(() => {
    frames?.markStale();
    player?.redraw();
  }, [frames, player, frameCount]);
  return { run, frames };
}
