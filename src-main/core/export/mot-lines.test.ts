import { expect, it } from 'vitest';
import type { PredictedObject } from '#common/prediction/prediction';
import { motLines } from './mot-lines';
import type { PredictionRecord } from './prediction-record';

const person = (over: Partial<PredictedObject>): PredictedObject => ({
  classLabel: 'person',
  confidence: 0.91237,
  x: 10.004,
  y: 20.5,
  width: 30,
  height: 40.126,
  ...over,
});

const frame = (frameIndex: number | undefined, objects: PredictedObject[], media = 'walk.mp4'): PredictionRecord => ({
  media,
  width: 640,
  height: 480,
  engine: 'local',
  model: 'm',
  elapsedMs: 1,
  ...(frameIndex !== undefined && { frameIndex, timestampNs: frameIndex * 4e7 }),
  prediction: { source_width: 640, source_height: 480, objects },
});

async function text(records: PredictionRecord[]): Promise<string> {
  let whole = '';
  for await (const lines of motLines(records)) whole += lines;
  return whole;
}

it('writes a line for each object with a track, frames from 1', async () => {
  const found = [
    frame(0, [person({ trackId: 7 }), person({ classLabel: 'car' })]),
    frame(1, []),
    frame(2, [person({ trackId: 7, x: 11, confidence: undefined })]),
  ];
  expect(await text(found)).toBe('1,7,10,20.5,30,40.13,0.9124,-1,-1,-1\n' + '3,7,11,20.5,30,40.13,1,-1,-1,-1\n');
});

it('takes tracks of parts, and numbers those that have names', async () => {
  const nested = person({ trackId: 3, objects: [person({ trackId: 'face a' }), person({ trackId: 'face b' })] });
  const ids = (await text([frame(4, [nested]), frame(5, [person({ trackId: 'face b' })])]))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').slice(0, 2).join(','));
  expect(ids).toEqual(['5,3', '5,1000001', '5,1000002', '6,1000002']);
});

it('passes over pictures, and refuses a second video: its lines could not be told apart', async () => {
  const one = frame(0, [person({ trackId: 1 })]);
  const picture = frame(undefined, [person({ trackId: 9 })], 'a.png');
  expect((await text([picture, one])).split('\n')).toHaveLength(2);
  await expect(text([one, frame(0, [], 'other.mp4')])).rejects.toMatchObject({ code: 'EXPORT_ONE_VIDEO' });
});
