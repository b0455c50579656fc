import { useSyncExternalStore } from 'react';

const onResize = (listener: () => void) => {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
};

/** Width of the window's inside in CSS px. */
export const useWindowWidth = (): number => useSyncExternalStore(onResize, () => window.innerWidth);
