import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictedObject } from '#common/prediction/prediction';
import { PlainIouTracker } from './plain-iou-tracker.builder';
import { Tracker } from './tracker';
import { trackingScore } from './tracking-score.builder';
import { type SeenFrame, walkers } from './walkers.builder';

const box = (x: number, y = 100, more: Partial<PredictedObject> = {}): PredictedObject => ({
  classLabel: 'person',
  confidence: 0.9,
  x,
  y,
  width: 40,
  height: 100,
  ...more,
});
const ms = 1e6;
const track = (tracker: { update: Tracker['update'] }, frames: readonly SeenFrame[]) =>
  frames.map(({ detections, timestampNs }) => tracker.update(detections, timestampNs));

describe('Tracker', () => {
  it('keeps the ids of two who cross, where overlap alone would swap them', () => {
    const tracker = new Tracker();
    const ids = Array.from({ length: 41 }, (_, frame) => {
      const [right, left] = [box(10 * frame), box(400 - 10 * frame)];
      const seen = tracker.update(frame % 2 ? [left, right] : [right, left], frame * 40 * ms);
      const idOf = (x: number) => seen.find((one) => one.x === x)?.trackId;
      return frame === 20 ? null : [idOf(right.x), idOf(left.x)];
    });
    expect(new Set(ids.filter((pair) => pair !== null).map(String))).toEqual(new Set(['1,2']));
  });

  it('finds one again behind an obstacle where its way leads it, and not after maxAgeSeconds', () => {
    const seenAgainAfter = (seconds: number) => {
      const tracker = new Tracker({ maxAgeSeconds: 1 });
      for (let frame = 0; frame <= 25; frame += 1) tracker.update([box(4 * frame)], frame * 40 * ms);
      const hidden = Math.round(seconds * 25);
      for (let frame = 26; frame < 25 + hidden; frame += 1) tracker.update([], frame * 40 * ms);
      return tracker.update([box(4 * (25 + hidden))], (25 + hidden) * 40 * ms)[0]?.trackId;
    };
    expect(seenAgainAfter(0.8)).toBe(1);
    expect(seenAgainAfter(1.2)).toBe(2);
  });

  it('reckons with real time: frames left out change nothing for steady movement', () => {
    const tracker = new Tracker();
    const frames = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 17, 18, 26, 27, 28];
    const ids = frames.map((frame) => tracker.update([box(8 * frame)], frame * 40 * ms)[0]?.trackId);
    expect(new Set(ids)).toEqual(new Set([1]));
  });

  it('goes on with a weak detection, but begins nothing with one', () => {
    const tracker = new Tracker();
    expect(tracker.update([box(0, 100, { confidence: 0.2 })], 0)[0]).not.toHaveProperty('trackId');
    tracker.update([box(0)], 40 * ms);
    expect(tracker.update([box(1, 100, { confidence: 0.2 })], 80 * ms)[0]?.trackId).toBe(1);
  });

  it('starts anew after a step back in time, with ids that were never used', () => {
    const tracker = new Tracker();
    tracker.update([box(0)], 1000 * ms);
    expect(tracker.update([box(0)], 500 * ms)[0]?.trackId).toBe(2);
  });

  it('keeps classes apart unless told otherwise; then the label is the one believed in', () => {
    const frames = (tracker: Tracker) =>
      ['car', 'car', 'car', 'truck', 'car'].map(
        (classLabel, frame) => tracker.update([box(frame, 100, { classLabel })], frame * 40 * ms)[0],
      );
    expect(frames(new Tracker()).map((one) => one?.trackId)).toEqual([1, 1, 1, 2, 1]);
    const agnostic = frames(new Tracker({ agnostic: true }));
    expect(agnostic.map((one) => [one?.trackId, one?.classLabel])).toEqual(Array(5).fill([1, 'car']));
  });

  it('changes a label under hysteresis only after it was held, and only to one allowed', () => {
    const labels = (allowed: string[] | null) => {
      const tracker = new Tracker({
        agnostic: true,
        classHysteresis: true,
        classHysteresisMinHoldFrames: 4,
        classHysteresisAllowedClasses: allowed,
      });
      return ['car', ...Array<string>(12).fill('truck')].map(
        (classLabel, frame) => tracker.update([box(frame, 100, { classLabel })], frame * 40 * ms)[0]?.classLabel,
      );
    };
    expect(labels(null).slice(0, 4)).toEqual(Array(4).fill('car'));
    expect(labels(null).at(-1)).toBe('truck');
    expect(labels(['bus']).at(-1)).toBe('car');
  });

  it('tells look-alikes of place apart by their looks, and refuses a look that does not fit', () => {
    const tracker = new Tracker({ simThreshold: 0.5 });
    const [red, blue] = [Float32Array.of(1, 0, 0), Float32Array.of(0, 0, 1)];
    tracker.update([box(0), box(30)], 0, [red, blue]);
    const swapped = tracker.update([box(14), box(16)], 40 * ms, [blue, red]);
    expect(swapped.map(({ trackId }) => trackId)).toEqual([2, 1]);
    const stranger = tracker.update([box(15)], 80 * ms, [Float32Array.of(0, 1, 0)]);
    expect(stranger[0]?.trackId).toBe(3);
  });

  it.each(['random_walk', 'constant_velocity', 'constant_acceleration'] as const)('follows by %s', (motionModel) => {
    const frames = walkers({ seed: 5, walkers: 4, seconds: 6, framesPerSecond: 25 });
    const { mota } = trackingScore(frames, track(new Tracker({ motionModel }), frames));
    expect(mota).toBeGreaterThan(0.8);
  });

  it('does better than plain overlap in crowds with misses, at full and at low rate', () => {
    for (const framesPerSecond of [25, 8]) {
      const crowd = { walkers: 14, seconds: 20, framesPerSecond, missShare: 0.15, falsePerFrame: 1 };
      const scores = [1, 2, 3].map((seed) => {
        const frames = walkers({ seed, ...crowd });
        return {
          ours: trackingScore(frames, track(new Tracker(), frames)),
          plain: trackingScore(frames, track(new PlainIouTracker(), frames)),
        };
      });
      const sum = (of: (score: (typeof scores)[number]) => number) => scores.reduce((total, one) => total + of(one), 0);
      expect(sum(({ ours }) => ours.idf1)).toBeGreaterThan(sum(({ plain }) => plain.idf1));
      expect(sum(({ ours }) => ours.mota)).toBeGreaterThan(sum(({ plain }) => plain.mota));
      expect(sum(({ ours }) => ours.switches)).toBeLessThan(sum(({ plain }) => plain.switches));
    }
  });

  it('never gives one id twice in a frame, keeps order and number, whatever it is fed', () => {
    const number = fc.oneof(fc.double({ min: -500, max: 2000, noNaN: true }), fc.constantFrom(0, NaN, Infinity, -1));
    const object = fc.record({ x: number, y: number, width: number, height: number, confidence: fc.double() });
    const frame = fc.record({ objects: fc.array(object, { maxLength: 12 }), ns: fc.integer({ min: 0, max: 1e10 }) });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), (frames) => {
        const tracker = new Tracker();
        for (const { objects, ns } of frames) {
          const given = objects.map((one) => ({ classLabel: 'a', ...one }));
          const got = tracker.update(given, ns);
          const ids = got.flatMap(({ trackId }) => trackId ?? []);
          expect(new Set(ids).size).toBe(ids.length);
          expect(got.map(({ trackId: _, ...rest }) => rest)).toEqual(given);
        }
      }),
    );
  });
});
