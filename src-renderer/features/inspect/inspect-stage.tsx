import { useLayoutEffect, useRef } from 'react';
import { useTexts } from '../../app/texts';
import { Timeline } from '../timeline/timeline';
import { useLiveStage } from '../timeline/use-live-stage';
import { fitPicture } from './camera-moves';
import { Hud } from './hud';
import { useInspectStore } from './inspect-store';
import { useShownPicture } from './shown-picture';
import { StageCanvas } from './stage-canvas';
import { StageNotices } from './stage-notices';
import { useInspectCommands } from './use-inspect-commands';
import { useStageKeys } from './use-stage-keys';
import { useStagePointer } from './use-stage-pointer';

/** The picture with its overlay, what is said about it, and the controls below. */
export function InspectStage() {
  useInspectCommands();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="relative min-h-0 flex-1">
        <Viewport />
        <StageNotices />
      </div>
      <Hud />
      <Timeline />
    </div>
  );
}

function Viewport() {
  const { t } = useTexts();
  const { item, picture, shown } = useShownPicture();
  const element = useRef<HTMLDivElement>(null);
  const pointer = useStagePointer(element, shown);
  const live = useLiveStage();
  const { isPanning, ...keys } = useStageKeys(shown, live !== null);
  useStageSize(element);
  const kept = shown?.overlay.kept;

  return (
    <div
      ref={element}
      role="application"
      aria-label={t('inspect.stage', { name: item?.name ?? '', kept: kept?.count ?? 0, total: kept?.total ?? 0 })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the stage takes the keyboard; an application is interactive
      tabIndex={0}
      data-testid="stage"
      data-kept={kept?.count}
      className={`absolute inset-0 touch-none overflow-hidden outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset ${
        isPanning ? 'cursor-grab' : ''
      }`}
      {...pointer}
      {...keys}
    >
      <StageCanvas image={picture.state === 'ready' ? picture.image : null} shown={shown} live={live} />
    </div>
  );
}

/** Keeps the store told of the stage's size, and the picture fitted while nobody has moved it. */
function useStageSize(element: React.RefObject<HTMLElement | null>): void {
  const store = useInspectStore();
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      store.setState({ stage: { width: target.clientWidth, height: target.clientHeight } });
      if (store.getState().isFitted) fitPicture(store);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, store]);
}
