import type { Point, Size } from '#common/vision/geometry';

/** Where the picture lies on the stage: stage px = source px * zoom + pan. Stage px are CSS px. */
export type Camera = { readonly zoom: number; readonly panX: number; readonly panY: number };

const mostZoom = 64;
const fitMarginPx = 24;

/** The whole picture in the middle of the stage. */
export function fitCamera(picture: Size, stage: Size): Camera {
  if (picture.width <= 0 || picture.height <= 0 || stage.width <= 0 || stage.height <= 0) {
    return { zoom: 1, panX: 0, panY: 0 };
  }
  const roomX = Math.max(16, stage.width - 2 * fitMarginPx);
  const roomY = Math.max(16, stage.height - 2 * fitMarginPx);
  const zoom = Math.min(roomX / picture.width, roomY / picture.height, mostZoom);
  return centredAt(stage, { x: picture.width / 2, y: picture.height / 2 }, zoom);
}

/** Puts a source point into the middle of the stage. */
export function centredAt(stage: Size, at: Point, zoom: number): Camera {
  return { zoom, panX: stage.width / 2 - at.x * zoom, panY: stage.height / 2 - at.y * zoom };
}

/** The least zoom: the picture at a quarter of its fit, or 1:1 where that is less. */
export function leastZoom(picture: Size, stage: Size): number {
  return Math.min(1, fitCamera(picture, stage).zoom / 4);
}

/** Zooms so that what is under a stage point stays there. */
export function zoomAround(camera: Camera, at: Point, zoom: number, least: number): Camera {
  const next = Math.min(mostZoom, Math.max(least, zoom));
  const ratio = next / camera.zoom;
  return { zoom: next, panX: at.x - (at.x - camera.panX) * ratio, panY: at.y - (at.y - camera.panY) * ratio };
}

/** Keeps at least a strip of the picture on the stage, so that it cannot be lost. */
export function keptInReach(camera: Camera, picture: Size, stage: Size): Camera {
  const strip = 48;
  const clamp = (pan: number, length: number, room: number) =>
    Math.min(room - strip, Math.max(strip - length * camera.zoom, pan));
  return {
    zoom: camera.zoom,
    panX: clamp(camera.panX, picture.width, stage.width),
    panY: clamp(camera.panY, picture.height, stage.height),
  };
}

/** A source rectangle with some air around it, as large as the stage allows. */
export function zoomToBounds(
  bounds: readonly [left: number, top: number, right: number, bottom: number],
  stage: Size,
): Camera {
  const [left, top, right, bottom] = bounds;
  const zoom = Math.min(
    mostZoom / 2,
    (stage.width * 0.6) / Math.max(1, right - left),
    (stage.height * 0.6) / Math.max(1, bottom - top),
  );
  return centredAt(stage, { x: (left + right) / 2, y: (top + bottom) / 2 }, zoom);
}

/** Stage px to source px. */
export function toSource(camera: Camera, at: Point): Point {
  return { x: (at.x - camera.panX) / camera.zoom, y: (at.y - camera.panY) / camera.zoom };
}
