import { join } from 'node:path';
import type { MediaItem } from '#common/contract/media';
import { os } from '../api';
import type { Host } from '../host';
import type { MediaService } from './media-service';
import type { StoredMedia } from './media-store';

export const mediaApi = (media: MediaService, host: Host) => ({
  addPaths: os.media.addPaths.handler(({ input, context }) => media.addPaths(input.paths, context.signal)),
  list: os.media.list.handler(({ input }) => {
    const { items, total } = media.list(input.filter, input.search, input.offset, input.limit);
    return { items: items.map(withoutPath), total };
  }),
  get: os.media.get.handler(({ input }) => withoutPath(media.get(input.mediaId))),
  neighbour: os.media.neighbour.handler(({ input }) =>
    media.neighbour(input.mediaId, input.step, input.filter, input.search),
  ),
  remove: os.media.remove.handler(({ input }) => ({ removed: media.remove(input.mediaIds) })),
  restore: os.media.restore.handler(({ input }) => ({ restored: media.restore(input.mediaIds) })),
  clear: os.media.clear.handler(() => ({ removed: media.clear() })),
  addSamples: os.media.addSamples.handler(({ context }) =>
    media.addPaths([join(host.resourcesDir, 'samples')], context.signal),
  ),
  pick: os.media.pick.handler(async ({ input, context }) => {
    const paths = await host.dialogs?.pick(input.what);
    return paths?.length ? media.addPaths(paths, context.signal) : null;
  }),
  changes: os.media.changes.handler(async function* ({ context }) {
    for await (const revision of media.changes.stream(context.signal)) yield { revision, total: media.count() };
  }),
});

/** The page asks by id and never needs to know where a file lies. */
function withoutPath({ path: _, ...item }: StoredMedia): MediaItem {
  return item;
}
