import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCamera, keptInReach, leastZoom, toSource, zoomAround, zoomToBounds } from './camera';

const stage = { width: 1000, height: 600 };
const picture = { width: 4000, height: 3000 };
const toStage = (camera: ReturnType<typeof fitCamera>, x: number, y: number) => ({
  x: x * camera.zoom + camera.panX,
  y: y * camera.zoom + camera.panY,
});

describe('the camera', () => {
  it('fits the whole picture into the middle', () => {
    const camera = fitCamera(picture, stage);
    const from = toStage(camera, 0, 0);
    const to = toStage(camera, picture.width, picture.height);
    expect(from.x).toBeGreaterThanOrEqual(0);
    expect(from.y).toBeGreaterThanOrEqual(0);
    expect(from.x + to.x).toBeCloseTo(stage.width);
    expect(from.y + to.y).toBeCloseTo(stage.height);
  });

  it('stands at 100 % while sizes are not known', () => {
    expect(fitCamera({ width: 0, height: 0 }, stage)).toEqual({ zoom: 1, panX: 0, panY: 0 });
  });

  it('keeps what is under the cursor there, whatever the zoom', () => {
    const px = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(px, px, fc.double({ min: 0.001, max: 500, noNaN: true }), (x, y, zoom) => {
        const before = fitCamera(picture, stage);
        const after = zoomAround(before, { x, y }, zoom, leastZoom(picture, stage));
        const [from, to] = [toSource(before, { x, y }), toSource(after, { x, y })];
        expect(to.x).toBeCloseTo(from.x, 4);
        expect(to.y).toBeCloseTo(from.y, 4);
        expect(after.zoom).toBeLessThanOrEqual(64);
        expect(after.zoom).toBeGreaterThanOrEqual(leastZoom(picture, stage));
      }),
    );
  });

  it('never loses the picture', () => {
    const far = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(far, far, fc.double({ min: 0.05, max: 64, noNaN: true }), (panX, panY, zoom) => {
        const camera = keptInReach({ zoom, panX, panY }, picture, stage);
        const [from, to] = [toStage(camera, 0, 0), toStage(camera, picture.width, picture.height)];
        expect(Math.min(stage.width, to.x) - Math.max(0, from.x)).toBeGreaterThanOrEqual(47.9);
        expect(Math.min(stage.height, to.y) - Math.max(0, from.y)).toBeGreaterThanOrEqual(47.9);
      }),
    );
  });

  it('zooms to an object with air around it', () => {
    const camera = zoomToBounds([1000, 1000, 1200, 1050], stage);
    expect(toStage(camera, 1100, 1025)).toEqual({ x: 500, y: 300 });
    expect(camera.zoom).toBeCloseTo(3);
    expect(zoomToBounds([5, 5, 5, 5], stage).zoom).toBe(32);
  });
});
