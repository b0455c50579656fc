import { useEffect, useState } from 'react';
import type { FrameResult } from '#common/contract/video';
import { useVideoSession } from './video-session';

/** While it plays, panels follow at a pace that can be read; the overlay itself is drawn with every frame. */
const pauseMs = 250;

/** What was found in the frame on screen; null where it has no result, or none is known yet. */
export function useFrameResult(): FrameResult | null {
  const session = useVideoSession();
  const [result, setResult] = useState<FrameResult | null>(null);
  useEffect(() => {
    if (!session) return;
    const { player, frames } = session;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const read = () => {
      timer = null;
      const found = frames?.get(player.store.getState().frame);
      // Not known yet: what was there stays for the moment, so that panels do not flicker.
      if (found !== undefined) setResult(found);
      else if (!frames) setResult(null);
    };
    read();
    const stop = player.onPresented(() => {
      if (!player.store.getState().isPlaying) read();
      else timer ??= setTimeout(read, pauseMs);
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [session]);
  return session ? result : null;
}
