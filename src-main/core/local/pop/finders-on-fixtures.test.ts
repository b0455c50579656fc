import { resolve } from 'node:path';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import type { Component } from '#common/pop/pop';
import type { PredictedObject } from '#common/prediction/prediction';
import type { Point } from '#common/vision/geometry';
import { iou } from '#common/vision/iou';
import { forkNodeProcess } from '../../../node/fork-process';
import { VideoAnalyser } from '../../media/video/video-analyser';
import { testEntry } from '../bundle-inference-process';
import { contourArea } from '../contours/find-contours';
import { fixture, hasFixtures } from '../fixtures.builder';
import { InferenceClient } from '../inference-client';
import type { BoundPop } from './bound-pop';

const { signal } = new AbortController();
const regions = resolve('resources', 'models', 'regions', 'model.onnx');
const thenTo = (path: string, target: Component): BoundPop => ({
  pop: {
    components: [{ type: 'inference', ability: 'm', forward: { operator: { type: 'full' }, targets: [target] } }],
  },
  models: { 'components[0]': { modelId: 'm', name: 'm', path, sha256: '', labels: [] } },
});
const boxOf = ({ x, y, width, height }: PredictedObject) => [x, y, x + width, y + height] as const;
const isSure = ({ confidence }: PredictedObject) => (confidence ?? 0) >= 0.5;

describe.skipIf(!hasFixtures)('real models and media (skipped where there are no fixtures)', () => {
  const inference = new InferenceClient(
    () => forkNodeProcess(testEntry),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 65_536 }),
    pino({ enabled: false }),
  );
  afterAll(() => inference.close());

  it('objects → track: who is surely seen in one frame and in the next bears one id', async () => {
    const pop = thenTo(fixture('models/yolox_nano.onnx'), { type: 'tracking' });
    const part = { sampling: { every: 1 }, fromNs: null, toNs: 1.5e9 };
    const frames: PredictedObject[][] = [];
    for await (const { prediction } of new VideoAnalyser(inference).analyse(
      fixture('video/pedestrians.mp4'),
      pop,
      part,
      signal,
    )) {
      frames.push((prediction.objects ?? []).filter(isSure));
    }
    expect(frames.length).toBeGreaterThan(30);
    let followed = 0;
    for (const [index, frame] of frames.entries()) {
      for (const one of frame) {
        expect(one.trackId).toEqual(expect.any(Number));
        const same = frames[index + 1]?.find(
          (other) => other.classLabel === one.classLabel && iou(boxOf(one), boxOf(other)) >= 0.8,
        );
        if (!same) continue;
        followed += 1;
        expect(same.trackId).toBe(one.trackId);
      }
    }
    expect(followed).toBeGreaterThan(300);
  });

  it('regions → outlines: on coins, circles are little larger than the coins, and hold them', async () => {
    const outlined = async (contourType: 'polygon' | 'circle') => {
      const pop = thenTo(regions, { type: 'contour_finder', contourType, areaThreshold: 0.005 });
      const { prediction, stages } = await inference.analysePop(fixture('images/coins.png'), pop, 0.3, signal);
      expect(stages?.[1]).toMatchObject({ type: 'contour_finder', runs: 1, count: prediction.objects?.length });
      return (prediction.objects ?? []).map(({ contours }) => contours ?? []);
    };
    const [coins, circles] = [await outlined('polygon'), await outlined('circle')];
    expect(coins.flat().length).toBeGreaterThan(10);
    const shares: number[] = [];
    for (const [index, [coin, ...more]] of coins.entries()) {
      const circle = circles[index]?.[0];
      if (!coin || !circle || more.length > 0 || circles[index]?.length !== 1) continue;
      shares.push(contourArea(coin) / contourArea(circle));
      for (const point of coin.points) expect(outsideBy(circle.points, point)).toBeLessThan(0.05);
    }
    expect(shares.length).toBeGreaterThan(10);
    expect(shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)]).toBeGreaterThan(0.8);
  });
});

/** How far a point lies outside of a convex polygon that goes clockwise on a screen, px. */
function outsideBy(polygon: readonly Point[], { x, y }: Point): number {
  const off = polygon.map((a, index) => {
    const b = polygon[(index + 1) % polygon.length] ?? a;
    return ((b.y - a.y) * (x - a.x) - (b.x - a.x) * (y - a.y)) / Math.hypot(b.x - a.x, b.y - a.y);
  });
  return Math.max(0, ...off);
}
