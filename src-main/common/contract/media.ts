import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { WireError } from '../errors';
import { base } from './base';
import { VideoFacts } from './video-facts';

export const MediaId = z.uuid().brand<'MediaId'>();
export type MediaId = z.infer<typeof MediaId>;

/** What the newest run found in a picture; the tray shows it without pulling the prediction. */
export const LatestResult = z.object({
  runId: z.uuid(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  objectCount: z.int().nonnegative(),
  elapsedMs: z.number().nonnegative(),
  error: WireError.nullable(),
});
export type LatestResult = z.infer<typeof LatestResult>;

export const MediaItem = z.object({
  id: MediaId,
  name: z.string(),
  folder: z.string().describe('where the file lies, for people; empty for a dropped file in the browser'),
  origin: z.enum(['path', 'upload']),
  kind: z.enum(['image', 'video']),
  byteSize: z.int().nonnegative(),
  widthPx: z.int().nonnegative().describe('after EXIF rotation; 0 while pending'),
  heightPx: z.int().nonnegative(),
  format: z.string().describe('jpeg, png, mp4, …; empty while pending'),
  frameCount: z.int().positive().describe('of a picture: over 1 when animated or paged; the first one is analysed'),
  video: VideoFacts.nullable().describe('null for a picture, and while pending'),
  state: z.enum(['pending', 'ready', 'unreadable']),
  problem: WireError.nullable(),
  addedAtMs: z.int(),
  latest: LatestResult.nullable(),
});
export type MediaItem = z.infer<typeof MediaItem>;

export const MediaFilter = z.enum(['all', 'with-objects', 'without-objects', 'problems', 'not-analysed']);
export type MediaFilter = z.infer<typeof MediaFilter>;

export const SkippedPath = z.object({ path: z.string(), error: WireError });

export const AddedMedia = z.object({
  addedIds: z.array(MediaId).describe('in the order listed, files that were in the list already included'),
  addedCount: z.int().nonnegative().describe('how many of them are new'),
  skipped: z.array(SkippedPath).describe('the first 100'),
  skippedCount: z.int().nonnegative(),
});
export type AddedMedia = z.infer<typeof AddedMedia>;

/** Something in the list changed: pull the rows that you show again. Conflated, at most a few a second. */
export const MediaChange = z.object({ revision: z.int(), total: z.int() });
export type MediaChange = z.infer<typeof MediaChange>;

export const media = {
  /** Lists files and folders (recursively). Returns when the listing is done; probing goes on in the background. */
  addPaths: base.input(z.object({ paths: z.array(z.string().min(1)).min(1).max(10_000) })).output(AddedMedia),
  list: base
    .input(
      z.object({
        filter: MediaFilter.default('all'),
        search: z.string().max(200).default(''),
        offset: z.int().nonnegative(),
        limit: z.int().positive().max(500),
      }),
    )
    .output(z.object({ items: z.array(MediaItem), total: z.int().nonnegative() })),
  get: base.input(z.object({ mediaId: MediaId })).output(MediaItem),
  /** The neighbour of a picture in the filtered list, for previous and next. */
  neighbour: base
    .input(
      z.object({
        mediaId: MediaId,
        step: z.union([z.literal(1), z.literal(-1)]),
        filter: MediaFilter,
        search: z.string().max(200),
      }),
    )
    .output(MediaId.nullable()),
  /** Takes pictures out of the list with their results. Files opened by path are never deleted. */
  remove: base.input(z.object({ mediaIds: z.array(MediaId).min(1) })).output(z.object({ removed: z.int() })),
  /** Puts removed pictures back, results included. */
  restore: base.input(z.object({ mediaIds: z.array(MediaId).min(1) })).output(z.object({ restored: z.int() })),
  clear: base.output(z.object({ removed: z.array(MediaId) })),
  /** Opens the three sample pictures that come with the app. */
  addSamples: base.output(AddedMedia),
  /** The host's own dialog; null where there is none (the page then uses its file input). */
  pick: base.input(z.object({ what: z.enum(['files', 'folder']) })).output(AddedMedia.nullable()),
  changes: base.output(eventIterator(MediaChange)),
};
