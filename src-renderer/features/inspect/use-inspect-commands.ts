import { colourModes } from '#common/overlay/palette';
import { type Command, useCommands } from '../../app/shortcuts';
import { useAnnounce } from '../../app/toaster';
import { fitPicture, reveal, zoomBy, zoomToObject, zoomToPixels } from './camera-moves';
import { type InspectStore, useInspectStore } from './inspect-store';
import { indexOfPathText, pathText } from './object-path';
import { useObjectSentence } from './object-sentence';
import { useShownPicture } from './shown-picture';
import { useInspectActions } from './use-inspect-actions';
import type { ShownOverlay } from './use-overlay';

/** The commands that work while a picture is on the stage. */
export function useInspectCommands(): void {
  const store = useInspectStore();
  const { shown } = useShownPicture();
  const announce = useAnnounce();
  const sentence = useObjectSentence();
  const actions = useInspectActions();

  const selected = () => (shown ? indexOfPathText(shown.overlay.scene, store.getState().selected) : -1);
  const stepUncertain = (step: 1 | -1) => {
    const next = shown && nextUncertain(shown, selected(), step);
    if (!shown || next === undefined || next === null) return;
    const { scene } = shown.overlay;
    store.setState({ selected: pathText(scene, next) });
    reveal(store, scene, next);
    announce(sentence(scene, next));
  };
  useCommands([
    command('inspect.zoomSelection', 'inspect.zoomSelection', 'Z', () => {
      if (shown && selected() >= 0) zoomToObject(store, shown.overlay.scene, selected());
    }),
    command('inspect.fit', 'inspect.fit', 'F', () => fitPicture(store)),
    command('inspect.zoomPixels', 'inspect.zoomPixels', '1', () => zoomToPixels(store)),
    command('inspect.zoomIn', 'inspect.zoomIn', 'Mod+=', () => zoomBy(store, 1.25)),
    command('inspect.zoomOut', 'inspect.zoomOut', 'Mod+-', () => zoomBy(store, 0.8)),
    command('inspect.labels', 'inspect.toggleLabels', 'H', () => toggleLook(store, 'labels')),
    command('inspect.boxes', 'inspect.toggleBoxes', 'B', () => toggleLook(store, 'boxes')),
    command('inspect.masks', 'inspect.toggleMasks', 'M', () => toggleLook(store, 'masks')),
    command('inspect.colour', 'inspect.toggleColour', 'C', () => nextColourMode(store)),
    command('inspect.less', 'inspect.confidenceLess', '-', () => moveConfidence(store, -0.05)),
    command('inspect.more', 'inspect.confidenceMore', '=', () => moveConfidence(store, 0.05)),
    command('inspect.lessFine', 'inspect.confidenceLessFine', 'Shift+-', () => moveConfidence(store, -0.01)),
    command('inspect.moreFine', 'inspect.confidenceMoreFine', 'Shift+=', () => moveConfidence(store, 0.01)),
    command('inspect.nextUncertain', 'inspect.nextUncertain', 'N', () => stepUncertain(1)),
    command('inspect.previousUncertain', 'inspect.previousUncertain', 'P', () => stepUncertain(-1)),
    command('inspect.copyView', 'inspect.copyView', 'Mod+Shift+C', () => void actions.copyView()),
    command('inspect.save', 'inspect.save', 'Mod+Shift+E', () => void actions.saveAnnotated()),
    command('inspect.copyJson', 'inspect.copyJson', undefined, () => void actions.copyJson()),
    command('inspect.export', 'inspect.exportJson', 'Mod+E', () => actions.exportAs('json')),
  ]);
}

function command(
  id: string,
  titleKey: Command['titleKey'],
  defaultChord: string | undefined,
  run: () => void,
): Command {
  return { id, titleKey, group: 'inspect', run, ...(defaultChord ? { defaultChord } : {}) };
}

export function toggleLook(store: InspectStore, part: 'labels' | 'boxes' | 'masks' | 'keyPoints'): void {
  store.setState(({ look }) => ({ look: { ...look, [part]: !look[part] } }));
}

function nextColourMode(store: InspectStore): void {
  store.setState(({ colourMode }) => ({
    colourMode: colourModes[(colourModes.indexOf(colourMode) + 1) % colourModes.length] ?? 'class',
  }));
}

/** In whole hundredths, so that steps do not drift. */
export function moveConfidence(store: InspectStore, step: number): void {
  store.setState(({ minConfidence }) => ({
    minConfidence: Math.min(1, Math.max(0, Math.round((minConfidence + step) * 100) / 100)),
  }));
}

/** From the least sure object that is shown upwards, round and round. */
function nextUncertain({ overlay }: ShownOverlay, from: number, step: 1 | -1): number | undefined {
  const { sheet, kept, scene } = overlay;
  const order = [...sheet.byPriority]
    .filter((i) => kept.flags[i] === 1 && !Number.isNaN(scene.score[i] ?? Number.NaN))
    .reverse();
  const at = order.indexOf(from);
  if (at < 0) return step === 1 ? order[0] : order.at(-1);
  return order[(at + step + order.length) % order.length];
}
