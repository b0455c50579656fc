import { useSyncExternalStore } from 'react';
import type { TimelineColours } from './draw-timeline';

/** The theme's colours for the canvas, which knows no style sheet. */
export const useTimelineColours = (): TimelineColours => useSyncExternalStore(onThemeChange, currentColours);

function onThemeChange(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

let known: { readonly theme: string | undefined; readonly colours: TimelineColours } | null = null;

function currentColours(): TimelineColours {
  const { theme } = document.documentElement.dataset;
  if (known?.theme === theme && known) return known.colours;
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  const colours = {
    ink: of('--ink'),
    muted: of('--muted'),
    line: of('--line'),
    accent: of('--accent'),
    accentSoft: of('--accent-soft'),
    raised: of('--raised'),
  };
  known = { theme, colours };
  return colours;
}
