import { type KeyboardEvent, useRef, useState } from 'react';
import { useAnnounce } from '../../app/toaster';
import { reveal } from './camera-moves';
import { useInspectStore } from './inspect-store';
import { indexOfPathText, pathText } from './object-path';
import { useObjectSentence } from './object-sentence';
import type { ShownOverlay } from './use-overlay';

/**
 * Keys while the stage has the keyboard: Tab walks, Up and Down go through what overlaps, Escape leaves.
 *
 * @param isVideo - Space then plays and pauses, everywhere
 */
export function useStageKeys(shown: ShownOverlay | null, isVideo: boolean) {
  const store = useInspectStore();
  const announce = useAnnounce();
  const sentence = useObjectSentence();
  const [isPanning, setIsPanning] = useState(false);
  // After Escape, Tab goes on to the next control as it does everywhere.
  const hasLeft = useRef(false);

  const select = (i: number | undefined) => {
    if (!shown || i === undefined) return;
    const { scene } = shown.overlay;
    store.setState({ selected: pathText(scene, i) });
    reveal(store, scene, i);
    announce(sentence(scene, i));
  };
  const selectedNow = () => (shown ? indexOfPathText(shown.overlay.scene, store.getState().selected) : -1);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && !isVideo) setIsPanning(true);
    else if (event.key === 'Escape') {
      hasLeft.current = true;
      store.setState({ selected: null });
    } else if (event.key === 'Tab' && !hasLeft.current && shown && shown.overlay.kept.count > 0) {
      select(nextByPriority(shown, selectedNow(), event.shiftKey ? -1 : 1));
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && selectedNow() >= 0 && shown) {
      select(nextOverlapping(shown, selectedNow(), event.key === 'ArrowDown' ? 1 : -1));
    } else return;
    event.preventDefault();
  };
  return {
    isPanning,
    onKeyDown,
    onKeyUp: (event: KeyboardEvent) => {
      if (event.key === ' ') setIsPanning(false);
    },
    onFocus: () => {
      hasLeft.current = false;
    },
    onBlur: () => setIsPanning(false),
  };
}

/** The next object that is shown, the surest first, round and round. */
export function nextByPriority({ overlay }: ShownOverlay, from: number, step: 1 | -1): number | undefined {
  const order = [...overlay.sheet.byPriority].filter((i) => overlay.kept.flags[i] === 1);
  const at = order.indexOf(from);
  if (at < 0) return step === 1 ? order[0] : order.at(-1);
  return order[(at + step + order.length) % order.length];
}

/** The next object that lies over or under the middle of one. */
function nextOverlapping({ overlay, hits }: ShownOverlay, from: number, step: 1 | -1): number | undefined {
  const { scene, kept } = overlay;
  const x = (scene.x[from] ?? 0) + (scene.width[from] ?? 0) / 2;
  const y = (scene.y[from] ?? 0) + (scene.height[from] ?? 0) / 2;
  const stack = hits.under(x, y, 0, kept);
  const at = stack.indexOf(from);
  return stack[(at + step + stack.length) % Math.max(1, stack.length)];
}
