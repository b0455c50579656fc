import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { defaultLook, type OverlayLook } from '#common/overlay/look';
import type { ColourMode } from '#common/overlay/palette';
import type { Size } from '#common/vision/geometry';
import type { Camera } from './camera';

/** Where an object lies in its prediction, e.g. `0.2`: the third object nested in the first. */
export type ObjectPath = string;

export type InspectorTab = 'detections' | 'object' | 'raw';

/** What this person does with the picture on the stage. What the core knows is not here. */
export type InspectState = {
  readonly minConfidence: number;
  readonly hiddenClasses: ReadonlySet<string>;
  readonly colourMode: ColourMode;
  readonly look: OverlayLook;
  readonly tab: InspectorTab;
  readonly selected: ObjectPath | null;
  readonly hovered: ObjectPath | null;
  /** In a video: what is selected stays so from frame to frame. */
  readonly selectedTrack: number | string | null;
  readonly camera: Camera;
  /** Whether the camera follows the size of the stage. */
  readonly isFitted: boolean;
  /** CSS px. */
  readonly stage: Size;
  /** Source px of the picture on the stage; zero until it is known. */
  readonly picture: Size;
};

const first: InspectState = {
  minConfidence: 0.5,
  hiddenClasses: new Set(),
  colourMode: 'class',
  look: defaultLook,
  tab: 'detections',
  selected: null,
  hovered: null,
  selectedTrack: null,
  camera: { zoom: 1, panX: 0, panY: 0 },
  isFitted: true,
  stage: { width: 0, height: 0 },
  picture: { width: 0, height: 0 },
};

/** One store a window, made by its provider. */
export const createInspectStore = (over: Partial<InspectState> = {}) =>
  createStore<InspectState>()(() => ({ ...first, ...over }));
export type InspectStore = ReturnType<typeof createInspectStore>;

export const InspectStoreContext = createContext<InspectStore | null>(null);

/** The store itself, for event handlers and for the canvas, which draws without React. */
export function useInspectStore(): InspectStore {
  const store = useContext(InspectStoreContext);
  if (!store) throw new Error('there is no InspectProvider above this component');
  return store;
}

export function useInspect<T>(select: (state: InspectState) => T): T {
  return useStore(useInspectStore(), select);
}
