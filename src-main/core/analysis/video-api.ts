import { os } from '../api';
import type { VideoPreviews } from '../media/video/video-previews';
import type { VideoService } from '../media/video/video-service';
import type { FrameStore } from './frame-store';
import type { VideoSegments } from './video-segments';

export const videoApi = (
  videos: VideoService,
  frames: FrameStore,
  segments: VideoSegments,
  previews: VideoPreviews,
) => ({
  index: os.video.index.handler(({ input }) => videos.indexState(input.mediaId)),
  timestamps: os.video.timestamps.handler(async ({ input }) => {
    const { timestampsNs } = await videos.index(input.mediaId);
    const asked = timestampsNs.subarray(input.fromFrame, input.fromFrame + input.count);
    const deltasNs = Array.from(asked, (time, index) => time - (index === 0 ? 0 : (asked[index - 1] ?? 0)));
    return { deltasNs, frameCount: timestampsNs.length };
  }),
  latestRun: os.video.latestRun.handler(({ input }) => frames.latest(input.mediaId)),
  frames: os.video.frames.handler(({ input }) => frames.frames(input, input.fromFrame, input.toFrame)),
  strip: os.video.strip.handler(({ input }) =>
    frames.strip(input, input.fromFrame, input.toFrame, input.buckets, input.minConfidence),
  ),
  tracks: os.video.tracks.handler(({ input }) => frames.tracks(input)),
  seek: os.video.seek.handler(({ input }) =>
    frames.seek(input, input.fromFrame, input.step, input.hasObjects, input.minConfidence),
  ),
  segments: os.video.segments.handler(({ input }) => segments.find(input, input.rule)),
  preview: os.video.preview.handler(({ input }) => previews.state(input.mediaId)),
  makePreview: os.video.makePreview.handler(({ input }) => previews.make(input.mediaId)),
  cancelPreview: os.video.cancelPreview.handler(({ input }) => {
    previews.cancel(input.mediaId);
    return previews.state(input.mediaId);
  }),
  changes: os.video.changes.handler(async function* ({ context }) {
    for await (const revision of videos.changes.stream(context.signal)) yield { revision };
  }),
});
