import type { BoundPop } from '../local/pop/bound-pop';
import type { VideoAnalyser } from '../media/video/video-analyser';
import type { MediaEngine } from './media-engine';
import { picturesAtOnce } from './pictures-at-once';
import type { ItemResult } from './result-store';

/** Runs a model, or a Pop, over a picture here. */
export type LocalPicture = (path: string, minScore: number, signal: AbortSignal) => Promise<ItemResult>;

/** This computer. @param picture - runs the same as `bound` */
export function localEngine(picture: LocalPicture, bound: BoundPop, videos: VideoAnalyser): MediaEngine {
  return {
    picturesAtOnce,
    picture: async (path, minScore, signal) => ({ ...(await picture(path, minScore, signal)), engine: 'local' }),
    frames: async function* (video, part, lastTrackId, signal) {
      for await (const frame of videos.frames(video, bound, part, lastTrackId, signal)) {
        yield { ...frame, engine: 'local' };
      }
    },
  };
}
