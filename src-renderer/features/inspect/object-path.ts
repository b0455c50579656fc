import { indexOfPath, pathOf, type Scene } from '#common/overlay/scene';
import type { ObjectPath } from './inspect-store';

export const pathText = (scene: Scene, index: number): ObjectPath => pathOf(scene, index).join('.');

/** The object at a path; -1 for none and for a path that this scene does not have. */
export function indexOfPathText(scene: Scene, path: ObjectPath | null): number {
  return path === null ? -1 : indexOfPath(scene, path.split('.').map(Number));
}

/** Where the object of a track is in a scene; -1 where it is not. */
export function indexOfTrack(scene: Scene, trackId: number | string | null): number {
  return trackId === null ? -1 : scene.objects.findIndex((object) => object.trackId === trackId);
}
