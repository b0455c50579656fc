import { useSyncExternalStore } from 'react';

export type CanvasColours = {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly raised: string;
};

/** The theme's colours for what is drawn on a canvas, which knows no style sheet. */
export const useCanvasColours = (): CanvasColours => useSyncExternalStore(onThemeChange, currentColours);

function onThemeChange(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

let known: { readonly theme: string | undefined; readonly colours: CanvasColours } | null = null;

function currentColours(): CanvasColours {
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
