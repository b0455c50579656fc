import { os } from '../api';
import type { MediaService } from '../media/media-service';
import type { VideoExports } from './video-exports';

export const exportApi = (exports: VideoExports, media: MediaService) => ({
  annotate: os.exports.annotate.handler(({ input: { view, ...of } }) =>
    exports.annotate(of, media.get(of.mediaId).name, view),
  ),
  cutClips: os.exports.cutClips.handler(({ input: { rule, ...of } }) =>
    exports.cutClips(of, media.get(of.mediaId).name, rule),
  ),
  list: os.exports.list.handler(({ input }) => exports.list(input.mediaId)),
  cancel: os.exports.cancel.handler(({ input }) => {
    exports.cancel(input.exportId);
    return {};
  }),
  remove: os.exports.remove.handler(async ({ input }) => {
    await exports.remove(input.exportId);
    return {};
  }),
  changes: os.exports.changes.handler(async function* ({ context }) {
    for await (const revision of exports.changes.stream(context.signal)) yield { revision };
  }),
});
