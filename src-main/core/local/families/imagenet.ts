import type { ModelFile } from '../family';

/** How models trained on ImageNet want their colours: mean and deviation of 0..1, red, green, blue. */
export const imagenetColours = {
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
} as const;

/** N of a first output `[1, N]` or `[1, N, 1, 1]`; 0 where it is of another shape or not fixed. */
export function flatLength({ outputs }: ModelFile): number {
  const shape = outputs[0]?.shape ?? [];
  const isFlat = shape.length === 2 || (shape.length === 4 && shape[2] === 1 && shape[3] === 1);
  return isFlat && typeof shape[1] === 'number' ? shape[1] : 0;
}
