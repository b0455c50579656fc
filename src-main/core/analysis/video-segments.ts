import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { Segment, SegmentRule } from '#common/contract/segments';
import type { VideoService } from '../media/video/video-service';
import { findSegments } from './find-segments';
import type { FrameStore } from './frame-store';

/** Looks for segments in what is stored of a run over a video. */
export class VideoSegments {
  constructor(
    private readonly videos: Pick<VideoService, 'index'>,
    private readonly frames: FrameStore,
  ) {}

  /** @throws {ReticleError} MEDIA_* or VIDEO_NO_PICTURES, where the list of frames cannot be read */
  async find(of: { readonly runId: RunId; readonly mediaId: MediaId }, rule: SegmentRule): Promise<Segment[]> {
    const { timestampsNs } = await this.videos.index(of.mediaId);
    return findSegments(this.frames.confidences(of, rule.classLabel), timestampsNs, rule);
  }
}
