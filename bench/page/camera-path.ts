import { type Camera, fitCamera, zoomAround } from '../../src-renderer/features/inspect/camera';
import { crowdSize } from './crowd';

export const stageSize = { width: 1120, height: 780 };

/** A hand at work: in to three times the fit at one corner, across, and out again. */
export function cameraPath(): Camera[] {
  const start = fitCamera(crowdSize, stageSize);
  const path: Camera[] = [];
  let camera = start;
  const step = 3 ** (1 / 20);
  for (let i = 0; i < 20; i += 1) {
    camera = zoomAround(camera, { x: 420, y: 300 }, camera.zoom * step, 0);
    path.push(camera);
  }
  for (let i = 0; i < 20; i += 1) {
    camera = { ...camera, panX: camera.panX - 11.3, panY: camera.panY - 7.7 };
    path.push(camera);
  }
  for (let i = 0; i < 20; i += 1) {
    camera = zoomAround(camera, { x: 600, y: 400 }, camera.zoom / step, 0);
    path.push(camera);
  }
  return path;
}
