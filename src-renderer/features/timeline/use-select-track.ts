import type { TrackLane } from '#common/contract/video';
import { useInspectStore } from '../inspect/inspect-store';
import { useVideoSession } from './video-session';

/** Selects a track: goes to the frame, or to its nearest one with the track, and marks the object there. */
export function useSelectTrack(): (lane: TrackLane, frame: number) => void {
  const session = useVideoSession();
  const store = useInspectStore();
  return ({ trackId, firstFrame, lastFrame }, frame) => {
    store.setState({ selectedTrack: trackId, selected: null, tab: 'detections' });
    session?.player.seek(Math.max(firstFrame, Math.min(lastFrame, frame)));
  };
}
