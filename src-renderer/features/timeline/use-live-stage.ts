import { useEffect, useMemo } from 'react';
import type { FrameResult } from '#common/contract/video';
import { betweenOpacity } from '#common/overlay/between-frames';
import { drawTrails, trailFrames, trailsOf } from '#common/overlay/trails';
import { useTexts } from '../../app/texts';
import { useInspectStore } from '../inspect/inspect-store';
import { indexOfPathText } from '../inspect/object-path';
import type { LiveStage } from '../inspect/stage-canvas';
import { LiveOverlay } from './live-overlay';
import { useVideoSession } from './video-session';

/** Drives the stage by the frames of a video; null for a picture. */
export function useLiveStage(): LiveStage | null {
  const session = useVideoSession();
  const store = useInspectStore();
  const { formatPercent } = useTexts();
  const live = useMemo(() => {
    if (!session) return null;
    const { player, frames } = session;
    const drawn = new LiveOverlay(formatPercent);
    const resultOf = (frame: number) => frames?.get(frame);
    const overlay = () => {
      const { frame } = player.store.getState();
      const found = resultOf(frame);
      if (found !== null) return drawn.of(found?.prediction ?? null, 1, store.getState());
      const between = frames?.between(frame, player.timestampsNs[frame] ?? Number.NaN);
      return drawn.of(between?.prediction ?? null, betweenOpacity, store.getState());
    };
    const stage: LiveStage = {
      onPresented: (listener) => player.onPresented(listener),
      // Until it can be played its first frame stands for it.
      picture: () => (player.store.getState().state === 'ready' ? player.picture : null),
      overlay,
      drawTrails: (context, view) => {
        const shown = overlay();
        if (!shown || !store.getState().look.boxes) return;
        drawTrails(context, trailsOf(shown.overlay, before(player.store.getState().frame, resultOf)), view);
      },
    };
    return stage;
  }, [session, store, formatPercent]);

  useEffect(() => {
    if (!live) return;
    // An object is selected in one frame; its track goes on being it.
    return store.subscribe((now, before) => {
      if (now.selected === before.selected || now.selected === null) return;
      const scene = live.overlay()?.overlay.scene;
      const trackId = scene?.objects[indexOfPathText(scene, now.selected)]?.trackId ?? null;
      store.setState({ selectedTrack: trackId });
    });
  }, [live, store]);
  return live;
}

/** What was found in the frames before one, the newest first; nothing of those that have no result, or none known yet. */
function* before(frame: number, resultOf: (frame: number) => FrameResult | null | undefined) {
  for (let at = frame - 1; at >= Math.max(0, frame - trailFrames); at -= 1) yield resultOf(at)?.prediction;
}
