import { z } from 'zod';

const Rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
/** In screen pixels that do not depend on the screen's density, as Electron counts them. */
export type Rectangle = z.infer<typeof Rectangle>;

/** What is remembered of a window. */
export const WindowState = z.object({ bounds: Rectangle, isMaximized: z.boolean(), isFullScreen: z.boolean() });
export type WindowState = z.infer<typeof WindowState>;

export const smallest = { width: 1024, height: 640 };
const usual = { width: 1440, height: 900 };
/** So much of the title bar must be on a screen that the window can be dragged back. */
const grip = { width: 120, height: 24 };

/**
 * Where a window opens: where it was, when a person can still reach it there; else in the middle of the main screen.
 *
 * @param remembered - null at the first start, or when what was stored cannot be read
 * @param workAreas - the free part of each screen, the main one first; screens may have come and gone meanwhile
 */
export function placeWindow(remembered: WindowState | null, workAreas: readonly Rectangle[]): WindowState {
  const main = workAreas[0] ?? { x: 0, y: 0, ...usual };
  if (remembered && workAreas.some((area) => isReachable(remembered.bounds, area))) {
    const width = Math.max(smallest.width, remembered.bounds.width);
    const height = Math.max(smallest.height, remembered.bounds.height);
    return { ...remembered, bounds: { ...remembered.bounds, width, height } };
  }
  const width = Math.min(remembered?.bounds.width ?? usual.width, main.width);
  const height = Math.min(remembered?.bounds.height ?? usual.height, main.height);
  const x = main.x + Math.round((main.width - width) / 2);
  const y = main.y + Math.round((main.height - height) / 2);
  return { bounds: { x, y, width, height }, isMaximized: remembered?.isMaximized ?? false, isFullScreen: false };
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const overlap = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return overlap >= grip.width && bounds.y >= area.y && bounds.y + grip.height <= area.y + area.height;
}
