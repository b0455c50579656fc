import { pino } from 'pino';
import { expect, it } from 'vitest';
import { FrameStore } from '../analysis/frame-store';
import { storedRun, storeFrames } from '../analysis/stored-frames.builder';
import { VideoSegments } from '../analysis/video-segments';
import { MediaService } from '../media/media-service';
import { MediaStore } from '../media/media-store';
import { everyMs } from '../media/video/test-videos.builder';
import { openDatabase } from '../store/open-database';
import { exportSegments } from './segments-http';

const clock = { now: () => new Date(0), newId: () => crypto.randomUUID() };

/** A video of 3.2 s in which a person walks through from 0.8 to 2.4 s, half of the time half hidden. */
function parts() {
  const database = openDatabase(':memory:');
  const of = storedRun(database, '/videos/walk, slow.mp4');
  const times = everyMs(80, 40);
  storeFrames(database, of, times, (frame) =>
    frame < 20 || frame >= 60
      ? []
      : [{ classLabel: 'person', confidence: frame < 40 ? 0.9 : 0.6, x: frame, y: 2, width: 3, height: 4 }],
  );
  const media = new MediaService(new MediaStore(database), () => Promise.reject(), clock, pino({ enabled: false }));
  const index = { timestampsNs: Float64Array.from(times, (ms) => ms * 1e6), isVariableRate: false };
  const segments = new VideoSegments({ index: async () => index }, new FrameStore(database));
  const ask = (query: string) =>
    exportSegments(
      { media, segments },
      new URL(`http://here/export/segments?run=${of.runId}&media=${of.mediaId}&${query}`),
    );
  return { of, segments, ask };
}

it('finds segments in what is stored, across chunks', async () => {
  const { of, segments } = parts();
  const rule = { classLabel: 'person', minConfidence: 0.5, minSeconds: 1, maxGapSeconds: 0 };
  expect(await segments.find(of, rule)).toEqual([
    { firstFrame: 20, lastFrame: 59, startNs: 0.8e9, endNs: 2.4e9, frameCount: 40, confidence: 0.9 },
  ]);
  expect(await segments.find(of, { ...rule, minConfidence: 0.85 })).toEqual([]);
  expect(await segments.find(of, { ...rule, classLabel: 'cat' })).toEqual([]);
});

it('lists them as CSV and as JSON', async () => {
  const { ask } = parts();
  const csv = await ask('format=csv&classLabel=person&minConfidence=0.85&minSeconds=0.5');
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="reticle-segments.csv"');
  expect((await csv.text()).split('\n')[1]).toBe('"/videos/walk, slow.mp4",person,0.8,1.6,0.8,20,39,20,0.9');
  const json = await ask('format=json&classLabel=person&minConfidence=0.85&minSeconds=0.5&maxGapSeconds=0.1');
  expect(await json.json()).toMatchObject([{ firstFrame: 20, rule: { maxGapSeconds: 0.1, minSeconds: 0.5 } }]);
});

it.each([
  'format=csv',
  'format=xml&classLabel=a&minConfidence=0.5&minSeconds=1',
  'format=csv&classLabel=a&minConfidence=2&minSeconds=1',
])('refuses %s in one sentence', async (query) => {
  const { ask } = parts();
  await expect(ask(query)).rejects.toMatchObject({ code: 'USAGE' });
});
