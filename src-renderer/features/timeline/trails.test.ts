import { expect, it } from 'vitest';
import type { FrameResult } from '#common/contract/video';
import type { PredictedObject } from '#common/prediction/prediction';
import { LiveOverlay } from './live-overlay';
import { trailsOf } from './trails';

const person = (trackId: number, x: number, confidence = 0.9): PredictedObject => ({
  classLabel: 'person',
  confidence,
  x,
  y: 10,
  width: 20,
  height: 40,
  trackId,
});
const frames: FrameResult[] = [0, 1, 2, 3].map((frameIndex) => ({
  frameIndex,
  timestampNs: frameIndex * 4e7,
  prediction: {
    source_width: 200,
    source_height: 100,
    objects: [person(1, 10 * frameIndex), person(2, 100, 0.2), ...(frameIndex < 2 ? [person(3, 50)] : [])],
  },
}));

it('follows what is shown back through the frames before, and nothing else', () => {
  const live = new LiveOverlay(String);
  const look = { boxes: true, masks: true, keyPoints: true, labels: true, opacity: 1 };
  const state = { minConfidence: 0.5, hiddenClasses: new Set<string>(), colourMode: 'class', look } as const;
  const shown = live.of(frames[3]?.prediction ?? null, state);
  if (!shown) throw new Error('a prediction gives an overlay');
  const trails = trailsOf(shown, 3, (frame) => (frame === 1 ? undefined : frames[frame]));
  expect(trails.map(({ points }) => points)).toEqual([
    [
      { x: 40, y: 50 },
      { x: 30, y: 50 },
      { x: 10, y: 50 },
    ],
  ]);
});
