import { useEffect } from 'react';
import { remember } from './remembered-look';
import { useSettings, useSettingsAreKnown } from './settings-queries';

/** Keeps the page in the theme chosen, and follows the system where that is the choice. */
export function ThemeKeeper() {
  const isKnown = useSettingsAreKnown();
  const chosen = useSettings().theme;

  useEffect(() => {
    if (!isKnown) return;
    remember('theme', chosen);
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const isDark = chosen === 'dark' || (chosen === 'system' && system.matches);
      document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [isKnown, chosen]);

  return null;
}
