import type { Scene } from '#common/overlay/scene';
import type { Point } from '#common/vision/geometry';
import { type Camera, centredAt, fitCamera, keptInReach, leastZoom, zoomAround, zoomToBounds } from './camera';
import type { InspectStore } from './inspect-store';

/** Puts a camera into the store, kept where the picture can be seen. */
export function moveCamera(store: InspectStore, camera: Camera): void {
  const { picture, stage } = store.getState();
  store.setState({ camera: keptInReach(camera, picture, stage), isFitted: false });
}

export function fitPicture(store: InspectStore): void {
  const { picture, stage } = store.getState();
  store.setState({ camera: fitCamera(picture, stage), isFitted: true });
}

/** @param at - stage px that stays where it is; the middle where not said */
export function zoomBy(store: InspectStore, factor: number, at?: Point): void {
  const { camera, picture, stage } = store.getState();
  const pivot = at ?? { x: stage.width / 2, y: stage.height / 2 };
  moveCamera(store, zoomAround(camera, pivot, camera.zoom * factor, leastZoom(picture, stage)));
}

/** One source pixel on one pixel of the screen. */
export function zoomToPixels(store: InspectStore): void {
  const { camera, stage } = store.getState();
  const middle = { x: stage.width / 2, y: stage.height / 2 };
  moveCamera(store, zoomAround(camera, middle, 1 / window.devicePixelRatio, 0));
}

export function panBy(store: InspectStore, dx: number, dy: number): void {
  const { camera } = store.getState();
  moveCamera(store, { zoom: camera.zoom, panX: camera.panX + dx, panY: camera.panY + dy });
}

const boundsOf = (scene: Scene, i: number): [number, number, number, number] => {
  const at = 4 * i;
  return [scene.bounds[at] ?? 0, scene.bounds[at + 1] ?? 0, scene.bounds[at + 2] ?? 0, scene.bounds[at + 3] ?? 0];
};

export function zoomToObject(store: InspectStore, scene: Scene, i: number): void {
  moveCamera(store, zoomToBounds(boundsOf(scene, i), store.getState().stage));
}

/** Brings an object into view where it is out of it, without zooming. */
export function reveal(store: InspectStore, scene: Scene, i: number): void {
  const { camera, stage } = store.getState();
  const [left, top, right, bottom] = boundsOf(scene, i);
  const { zoom, panX, panY } = camera;
  const isInView =
    right * zoom + panX > 0 &&
    bottom * zoom + panY > 0 &&
    left * zoom + panX < stage.width &&
    top * zoom + panY < stage.height;
  if (!isInView) moveCamera(store, centredAt(stage, { x: (left + right) / 2, y: (top + bottom) / 2 }, zoom));
}
