import { describe, expect, it } from 'vitest';
import { placeWindow, type WindowState } from './window-place';

const main = { x: 0, y: 25, width: 1920, height: 1055 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const remembered = (x: number, y: number, width = 1300, height = 800): WindowState => ({
  bounds: { x, y, width, height },
  isMaximized: false,
  isFullScreen: false,
});

describe('placeWindow', () => {
  it('opens in the middle of the main screen at the first start', () =>
    expect(placeWindow(null, [main]).bounds).toEqual({ x: 240, y: 103, width: 1440, height: 900 }));

  it('opens where it was', () =>
    expect(placeWindow(remembered(100, 60), [main]).bounds).toEqual({ x: 100, y: 60, width: 1300, height: 800 }));

  it('opens on the second screen while that is there, and on the first when it has gone', () => {
    const there = remembered(-1200, 10, 1100, 700);
    expect(placeWindow(there, [main, left]).bounds.x).toBe(-1200);
    expect(placeWindow(there, [main]).bounds).toEqual({ x: 410, y: 203, width: 1100, height: 700 });
  });

  it.each([
    { name: 'above the screen', x: 100, y: -200 },
    { name: 'below the screen', x: 100, y: 1075 },
    { name: 'all but out on the right', x: 1900, y: 100 },
    { name: 'all but out on the left', x: -1250, y: 100 },
  ])('does not open where its title bar cannot be grasped: $name', ({ x, y }) => {
    const { bounds } = placeWindow(remembered(x, y), [main]);
    expect(bounds).toEqual({ x: 310, y: 153, width: 1300, height: 800 });
  });

  it('is never larger than a screen that got smaller, nor smaller than what fits in it', () => {
    const small = { x: 0, y: 0, width: 1366, height: 728 };
    expect(placeWindow(remembered(5000, 0, 3000, 2000), [small]).bounds).toEqual({
      x: 0,
      y: 0,
      width: 1366,
      height: 728,
    });
    expect(placeWindow(remembered(0, 30, 200, 100), [main]).bounds).toMatchObject({ width: 1024, height: 640 });
  });

  it('stays maximized, and leaves full screen when its screen has gone', () => {
    const state = { ...remembered(-1200, 10), isMaximized: true, isFullScreen: true };
    expect(placeWindow(state, [main])).toMatchObject({ isMaximized: true, isFullScreen: false });
    expect(placeWindow(state, [main, left])).toMatchObject({ isMaximized: true, isFullScreen: true });
  });

  it('opens somewhere when no screen is known', () =>
    expect(placeWindow(null, []).bounds).toEqual({ x: 0, y: 0, width: 1440, height: 900 }));
});
