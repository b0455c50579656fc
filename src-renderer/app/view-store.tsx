import { createContext, type ReactNode, useContext, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { MediaFilter, MediaId } from '#common/contract/media';
import type { VideoPart } from '#common/contract/runs';

export type Page = 'inspect' | 'queue' | 'models' | 'pops' | 'sessions' | 'costs' | 'settings';
type OpenDialog = 'palette' | 'shortcuts' | 'open-path' | 'stop-all';

/** What the sheet before a batch is about. */
export type BatchOf = readonly MediaId[] | 'all';

/** What this person is looking at. What the core knows is not here. */
export type ViewState = {
  readonly page: Page;
  readonly filter: MediaFilter;
  readonly search: string;
  /** The picture on the stage. */
  readonly currentMediaId: MediaId | null;
  /** The pictures that a command on the tray means; the current one among them when the person selected more. */
  readonly selectedIds: ReadonlySet<MediaId>;
  /** The model shown on the Models page. */
  readonly shownModelId: string | null;
  /** Which frames of a video the next run of it looks at; null for all. */
  readonly videoPart: { readonly mediaId: MediaId; readonly part: VideoPart } | null;
  readonly dialog: OpenDialog | null;
  /** What the sheet before a batch is open for. */
  readonly batch: BatchOf | null;
  /** Whether the inspector lies over the stage, in a window too narrow for both. */
  readonly inspectorIsOver: boolean;
};

const firstView: ViewState = {
  page: 'inspect',
  filter: 'all',
  search: '',
  currentMediaId: null,
  selectedIds: new Set(),
  shownModelId: null,
  videoPart: null,
  dialog: null,
  batch: null,
  inspectorIsOver: false,
};

const createViewStore = () => createStore<ViewState>()(() => firstView);
export type ViewStore = ReturnType<typeof createViewStore>;

const ViewContext = createContext<ViewStore | null>(null);

export function ViewProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(createViewStore);
  return <ViewContext value={store}>{children}</ViewContext>;
}

/** The store itself, for event handlers; components read through `useView`. */
export function useViewStore(): ViewStore {
  const store = useContext(ViewContext);
  if (!store) throw new Error('there is no ViewProvider above this component');
  return store;
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useViewStore(), select);
}

/** Puts a picture on the stage and makes it the only one selected. */
export function showMedia(store: ViewStore, mediaId: MediaId | null): void {
  store.setState({ currentMediaId: mediaId, selectedIds: new Set(mediaId ? [mediaId] : []) });
}
