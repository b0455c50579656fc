import type { PredictedObject } from '../prediction/prediction';

export const anObject = (over: Partial<PredictedObject> = {}): PredictedObject => ({
  classLabel: 'person',
  confidence: 0.9,
  x: 20,
  y: 30,
  width: 40,
  height: 50,
  ...over,
});

/** Objects over 200 x 150 px at places that look random and are the same every time; every fifth is turned. */
export function aCrowd(count: number): PredictedObject[] {
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: count }, (_, i) => {
    const width = 4 + random() * 30;
    const height = 4 + random() * 30;
    return anObject({
      classLabel: ['cat', 'dog', 'bird'][i % 3] ?? 'cat',
      confidence: random(),
      x: random() * (200 - width),
      y: random() * (150 - height),
      width,
      height,
      orientation: i % 5 === 0 ? random() * 360 : 0,
    });
  });
}
