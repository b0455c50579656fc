import { useSettings, useUpdateSettings } from './settings-queries';
import { useWindowWidth } from './use-window-width';

export type PaneName = 'tray' | 'inspector';

const panes = {
  tray: { firstPx: 240, leastPx: 180, mostPx: 420 },
  inspector: { firstPx: 320, leastPx: 260, mostPx: 520 },
} as const;

/** Below this width the inspector lies over the stage. */
const roomForInspectorPx = 1200;

export type PaneLayout = {
  readonly isOpen: boolean;
  readonly widthPx: number;
  readonly leastPx: number;
  readonly mostPx: number;
};

type StoredLayout = Readonly<Record<string, number | boolean | string>>;

/** A pane as stored, kept inside its limits whatever was stored. */
export function paneLayout(stored: StoredLayout, pane: PaneName): PaneLayout {
  const { firstPx, leastPx, mostPx } = panes[pane];
  const width = stored[`${pane}WidthPx`];
  const isOpen = stored[`${pane}IsOpen`];
  return {
    isOpen: typeof isOpen === 'boolean' ? isOpen : true,
    widthPx: Math.round(Math.min(mostPx, Math.max(leastPx, typeof width === 'number' ? width : firstPx))),
    leastPx,
    mostPx,
  };
}

/** Where the panes stand, and how to move them. Kept in the settings. */
export function useLayout() {
  const stored = useSettings().layout;
  const update = useUpdateSettings();
  const windowWidth = useWindowWidth();
  return {
    tray: paneLayout(stored, 'tray'),
    inspector: paneLayout(stored, 'inspector'),
    inspectorLiesOver: windowWidth < roomForInspectorPx,
    setWidth: (pane: PaneName, widthPx: number) =>
      update({ layout: { ...stored, [`${pane}WidthPx`]: Math.round(widthPx) } }),
    setOpen: (pane: PaneName, isOpen: boolean) => update({ layout: { ...stored, [`${pane}IsOpen`]: isOpen } }),
    reset: () => update({ layout: hintsOnly(stored) }),
  };
}

/** What is kept there besides the panes and is no matter of width. */
function hintsOnly({ hintsSeen }: StoredLayout): StoredLayout {
  return hintsSeen === undefined ? {} : { hintsSeen };
}
