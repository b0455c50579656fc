import { expect, it } from 'vitest';
import type { MediaId } from '#common/contract/media';
import type { RunId } from '#common/contract/runs';
import type { FrameResult } from '#common/contract/video';
import { openDatabase } from '../store/open-database';
import { FrameStore } from './frame-store';

function aRun() {
  const database = openDatabase(':memory:');
  const of = { runId: crypto.randomUUID() as RunId, mediaId: crypto.randomUUID() as MediaId }; // brands for made ids
  const insert = (sql: string, ...values: string[]) => database.prepare(sql).run(...values);
  insert(
    `INSERT INTO media (id, seq, path, name, folder, origin, added_at_ms) VALUES (?, 1, 'v', 'v', '', 'path', 0)`,
    of.mediaId,
  );
  insert(
    `INSERT INTO runs (id, seq, model_id, model_name, model_sha256, engine, state, created_at_ms)
     VALUES (?, 1, 'm', 'm', 's', 'local', 'done', 0)`,
    of.runId,
  );
  insert(
    `INSERT INTO run_items (run_id, media_id, run_seq, seq, state) VALUES (?, ?, 1, 0, 'done')`,
    of.runId,
    of.mediaId,
  );
  return { database, of, frames: new FrameStore(database) };
}

const aFrame = (frameIndex: number, ...objects: [classLabel: string, confidence: number, trackId: number][]) =>
  ({
    frameIndex,
    timestampNs: frameIndex * 4e7,
    prediction: {
      source_width: 9,
      source_height: 9,
      objects: objects.map(([classLabel, confidence, trackId]) => ({
        ...{ classLabel, confidence, trackId },
        ...{ x: 1, y: 1, width: 2, height: 2 },
      })),
    },
  }) satisfies FrameResult;

it('tells of frames that came after it was asked, whatever number their chunk gave a class', () => {
  const { frames, of } = aRun();
  frames.append(of, [aFrame(0, ['car', 0.9, 1]), aFrame(1)]);
  expect(frames.strip(of, 0, 4, 2, 0)).toEqual({
    ...{ fromFrame: 0, toFrame: 4, analysed: [2, 0] },
    heat: [{ classLabel: 'car', counts: [1, 0] }],
  });
  frames.append(of, [aFrame(2, ['dog', 0.4, 2], ['car', 0.8, 1]), aFrame(3, ['dog', 0.6, 2], ['dog', 0.6, 3])]);
  expect(frames.strip(of, 0, 4, 2, 0)).toMatchObject({
    analysed: [2, 2],
    heat: [
      { classLabel: 'dog', counts: [0, 3] },
      { classLabel: 'car', counts: [1, 1] },
    ],
  });
  expect(frames.strip(of, 2, 3, 1, 0.5)).toMatchObject({ analysed: [1], heat: [{ classLabel: 'car', counts: [1] }] });
  expect(frames.tracks(of)[0]).toEqual({ trackId: 1, classLabel: 'car', firstFrame: 0, lastFrame: 2, frameCount: 2 });
  expect(frames.progress(of)).toEqual({ frameCount: 4, lastFrame: 3, lastTrackId: 3, objectCount: 5 });
  expect([frames.seek(of, 0, 1, true, 0.5), frames.seek(of, 2, -1, false, 0)]).toEqual([2, 1]);
});

it('keeps nothing of a run that was deleted', () => {
  const { database, frames, of } = aRun();
  frames.append(of, [aFrame(0, ['car', 0.9, 1])]);
  expect(frames.tracks(of)).toHaveLength(1);
  database.prepare('DELETE FROM frame_chunks').run();
  expect(frames.tracks(of)).toEqual([]);
  expect(frames.progress(of).lastFrame).toBeNull();
});

it('tells of a video that a run began anew what it holds now', () => {
  const { database, frames, of } = aRun();
  frames.append(of, [aFrame(0, ['car', 0.9, 1]), aFrame(1, ['car', 0.9, 1])]);
  expect(frames.strip(of, 0, 2, 1, 0).heat).toEqual([{ classLabel: 'car', counts: [2] }]);
  // As the list of media does it when a file was written over.
  database.prepare('DELETE FROM frame_chunks').run();
  frames.append(of, [aFrame(0), aFrame(1, ['dog', 0.9, 2])]);
  expect(frames.strip(of, 0, 2, 1, 0).heat).toEqual([{ classLabel: 'dog', counts: [1] }]);
  expect(frames.tracks(of).map(({ trackId }) => trackId)).toEqual([2]);
});
