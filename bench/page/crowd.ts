import type { Prediction } from '#common/prediction/prediction';

const labels = ['person', 'car', 'bicycle', 'dog', 'traffic light', 'bench', 'bird', 'backpack'];
export const crowdSize = { width: 4000, height: 2500 };

/** Many boxes of eight classes, the same ones every time. */
export function crowd(count: number): Prediction {
  const random = minstd(count);
  const objects = Array.from({ length: count }, () => {
    const width = 20 + random() * 160;
    const height = 20 + random() * 160;
    return {
      classLabel: labels[Math.floor(random() * labels.length)] ?? 'person',
      confidence: Math.round((0.3 + random() * 0.7) * 100) / 100,
      x: random() * (crowdSize.width - width),
      y: random() * (crowdSize.height - height),
      width,
      height,
    };
  });
  return { source_width: crowdSize.width, source_height: crowdSize.height, objects };
}

/** Park and Miller's generator: 0..1, the same sequence for a seed. */
function minstd(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
