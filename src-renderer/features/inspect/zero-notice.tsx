import { useTexts } from '../../app/texts';
import { Button } from '../../ui/button';
import { useInspect, useInspectStore } from './inspect-store';
import { NoticePill } from './notice-pill';
import { useShownPicture } from './shown-picture';
import { zeroStateOf } from './zero-state';

/** Why there is nothing to see: four reasons, four texts, and the way out where there is one. */
export function ZeroNotice() {
  const { t, tCount, formatConfidence } = useTexts();
  const store = useInspectStore();
  const minConfidence = useInspect((state) => state.minConfidence);
  const { shown, isLookedAt } = useShownPicture();
  const zero = shown && zeroStateOf(shown.overlay.scene, shown.overlay.kept, minConfidence);
  // What is on the stage of such a frame lies between two that were; the inspector says so.
  if (!zero || !isLookedAt) return null;
  const confidence = formatConfidence(minConfidence);
  if (zero.why === 'below') {
    // On a step of the slider, a little below the least sure of them.
    const showFrom = Math.floor(zero.leastScore * 20) / 20;
    return (
      <NoticePill
        text={`${t('inspect.nothingAbove', { confidence })} ${tCount('inspect.nothingAboveCount', zero.count)}`}
      >
        <Button size="small" look="primary" onPress={() => store.setState({ minConfidence: showFrom })}>
          {t('inspect.show')}
        </Button>
      </NoticePill>
    );
  }
  if (zero.why === 'hidden') {
    return (
      <NoticePill text={t('inspect.allHidden', { confidence })}>
        <Button size="small" look="primary" onPress={() => store.setState({ hiddenClasses: new Set() })}>
          {t('inspect.showAll')}
        </Button>
      </NoticePill>
    );
  }
  return <NoticePill text={t(zero.why === 'only-classes' ? 'inspect.onlyClasses' : 'inspect.nothingAtAll')} />;
}
