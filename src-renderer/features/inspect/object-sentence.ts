import type { Scene } from '#common/overlay/scene';
import { useTexts } from '../../app/texts';

/** What a screen reader says of an object: class, confidence, place and size. */
export function useObjectSentence(): (scene: Scene, i: number) => string {
  const { t, formatPercent } = useTexts();
  return (scene, i) => {
    const score = scene.score[i] ?? Number.NaN;
    return t('inspect.objectAt', {
      label: scene.classNames[scene.classOf[i] ?? 0] ?? '',
      score: Number.isNaN(score) ? t('inspect.noConfidence') : formatPercent(score),
      x: Math.round(scene.x[i] ?? 0),
      y: Math.round(scene.y[i] ?? 0),
      width: Math.round(scene.width[i] ?? 0),
      height: Math.round(scene.height[i] ?? 0),
    });
  };
}
