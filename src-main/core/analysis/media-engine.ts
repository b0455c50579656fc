import type { VideoPart } from '#common/contract/runs';
import type { OpenedVideo, VideoFrame } from '../media/video/video-analyser';
import type { ItemResult } from './result-store';

export type EngineName = 'local' | 'eyepop';

/** What was found, and who found it. */
export type SeenPicture = Pick<ItemResult, 'prediction' | 'elapsedMs' | 'stages'> &
  Partial<Pick<ItemResult, 'backend'>> & { readonly engine: EngineName };
export type SeenFrame = VideoFrame & { readonly engine: EngineName };

/** Runs one Pop over pictures and videos, wherever that is. */
export type MediaEngine = {
  /** How many pictures are best on their way at once. */
  readonly picturesAtOnce: number;
  /** @param minScore - from 0 to 1; an engine may keep more */
  picture(path: string, minScore: number, signal: AbortSignal): Promise<SeenPicture>;
  /**
   * Frames in their order; a reader that stops ends the work.
   *
   * @param lastTrackId - the highest one given to objects of frames before
   */
  frames(video: OpenedVideo, part: VideoPart, lastTrackId: number, signal: AbortSignal): AsyncIterable<SeenFrame>;
};
