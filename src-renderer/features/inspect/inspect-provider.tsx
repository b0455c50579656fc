import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Settings } from '#common/contract/settings';
import { defaultLook } from '#common/overlay/look';
import { colourModes } from '#common/overlay/palette';
import { useSettings, useSettingsAreKnown, useUpdateSettings } from '../../app/settings-queries';
import { createInspectStore, type InspectState, InspectStoreContext } from './inspect-store';

const pauseBeforeSavingMs = 400;

/** Keeps what a person does with pictures for the life of the window, and how overlays look for ever. */
export function InspectProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => createInspectStore());
  const settings = useSettings();
  const isKnown = useSettingsAreKnown();
  const update = useUpdateSettings();
  const lastStored = useRef('');

  useEffect(() => {
    const stored = lookFromSettings(settings);
    // What we wrote ourselves comes back later than the person moves on; only news from elsewhere is taken over.
    if (!isKnown || JSON.stringify(stored) === lastStored.current) return;
    lastStored.current = JSON.stringify(stored);
    store.setState(stored);
  }, [settings, isKnown, store]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe((now, before) => {
      if (lookOf(now) === lookOf(before)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { minConfidence, colourMode, look } = store.getState();
        lastStored.current = lookOf(store.getState());
        update({ minConfidence, overlay: { ...look, colourMode } });
      }, pauseBeforeSavingMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store, update]);

  return <InspectStoreContext value={store}>{children}</InspectStoreContext>;
}

type StoredLook = Pick<InspectState, 'minConfidence' | 'colourMode' | 'look'>;

const lookOf = ({ minConfidence, colourMode, look }: StoredLook): string =>
  JSON.stringify({ minConfidence, colourMode, look });

/** The stored look, each part that is missing or broken at its default. */
export function lookFromSettings({ minConfidence, overlay }: Pick<Settings, 'minConfidence' | 'overlay'>): StoredLook {
  const isOn = (key: 'boxes' | 'masks' | 'keyPoints' | 'labels') => {
    const value = overlay[key];
    return typeof value === 'boolean' ? value : defaultLook[key];
  };
  const opacity = overlay.opacity;
  return {
    minConfidence,
    colourMode: colourModes.find((mode) => mode === overlay.colourMode) ?? 'class',
    look: {
      boxes: isOn('boxes'),
      masks: isOn('masks'),
      keyPoints: isOn('keyPoints'),
      labels: isOn('labels'),
      opacity: typeof opacity === 'number' ? Math.min(1, Math.max(0.1, opacity)) : defaultLook.opacity,
    },
  };
}
