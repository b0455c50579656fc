import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { PredictedObject } from '#common/prediction/prediction';
import type { Database } from '../store/open-database';
import { FrameStore } from './frame-store';

/** A finished run over one video, as the store keeps it, without frames. */
export function storedRun(database: Database, path = '/videos/v.mp4'): { runId: RunId; mediaId: MediaId } {
  const runId = crypto.randomUUID() as RunId; // a brand for a made id
  const mediaId = crypto.randomUUID() as MediaId; // the same
  database
    .prepare(
      `INSERT INTO media (id, seq, path, name, folder, origin, kind, state, added_at_ms)
       VALUES (?, 1, ?, 'v.mp4', '', 'path', 'video', 'ready', 0)`,
    )
    .run(mediaId, path);
  database
    .prepare(
      `INSERT INTO runs (id, seq, model_id, model_name, model_sha256, engine, state, created_at_ms)
       VALUES (?, 1, 'm', 'm', 's', 'local', 'done', 0)`,
    )
    .run(runId);
  database
    .prepare(`INSERT INTO run_items (run_id, media_id, run_seq, seq, state) VALUES (?, ?, 1, 0, 'done')`)
    .run(runId, mediaId);
  return { runId, mediaId };
}

/**
 * Stores what was found in frames that follow each other.
 *
 * @param size - of the frames, in px
 */
export function storeFrames(
  database: Database,
  of: { readonly runId: RunId; readonly mediaId: MediaId },
  timesMs: readonly number[],
  objectsOf: (frameIndex: number) => PredictedObject[],
  size = { width: 160, height: 96 },
): void {
  const frames = timesMs.map((ms, frameIndex) => ({
    frameIndex,
    timestampNs: ms * 1e6,
    prediction: { source_width: size.width, source_height: size.height, objects: objectsOf(frameIndex) },
  }));
  const store = new FrameStore(database);
  for (let first = 0; first < frames.length; first += 32) store.append(of, frames.slice(first, first + 32));
}
