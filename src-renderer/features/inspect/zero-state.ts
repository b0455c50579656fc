import type { Kept } from '#common/overlay/filter';
import type { Scene } from '#common/overlay/scene';

/** Why nothing stands over a picture that was analysed. */
export type ZeroState =
  | { readonly why: 'below'; readonly count: number; readonly leastScore: number }
  | { readonly why: 'hidden' }
  | { readonly why: 'only-classes' }
  | { readonly why: 'nothing' };

/** Null while anything is to be seen. */
export function zeroStateOf(scene: Scene, kept: Kept, minConfidence: number): ZeroState | null {
  if (kept.count > 0) return null;
  if (scene.count > 0) {
    const scores = [...scene.score].filter((score) => !Number.isNaN(score));
    const isAnyAbove = scores.length < scene.count || scores.some((score) => score >= minConfidence);
    if (isAnyAbove) return { why: 'hidden' };
    return { why: 'below', count: scene.count, leastScore: scores.reduce((least, score) => Math.min(least, score), 1) };
  }
  const { classes, texts } = scene.prediction;
  if (classes?.length) return { why: 'only-classes' };
  const hasMore = Boolean(texts?.length) || scene.frameKeyPoints.length > 0 || scene.frameMeshes.length > 0;
  return hasMore ? null : { why: 'nothing' };
}
