import type { ContourFinderComponent } from '#common/pop/pop';
import type { Contour, PredictedObject } from '#common/prediction/prediction';
import { convexHull } from '#common/vision/convex-hull';
import {
  circlePolygon,
  polygonAround,
  smallestCircle,
  smallestRectangle,
  smallestTriangle,
} from '#common/vision/enclosing-shapes';
import type { Point, Size } from '#common/vision/geometry';
import { houghCircles } from '#common/vision/hough-circles';
import { maskContours } from '#common/vision/mask-contours';
import { polygonArea } from '#common/vision/polygon-area';
import { simplifyPolygon } from '#common/vision/simplify-polygon';
import { roundTo } from '../families/detections';
import { type ObjectArea, objectArea, type PixelsOf } from './object-area';

/** How far a simplified outline may lie off the true one, in px of the mask: a single pixel stays a square. */
const epsilonPx = 0.7;
const circleSupport = 0.5;

type ContourType = NonNullable<ContourFinderComponent['contourType']>;

/** One connected piece in px of its mask. */
type Piece = { readonly outer: readonly Point[]; readonly holes: readonly (readonly Point[])[] };

/**
 * Draws the outlines of objects as a contour finder was told to; contours that an object came with are replaced.
 *
 * @param objects - in source px
 * @param source - size of the picture in px
 * @returns The objects in their order; those of which nothing as large as `areaThreshold` is left have no contours.
 */
export async function findContours(
  objects: readonly PredictedObject[],
  component: Pick<ContourFinderComponent, 'contourType' | 'areaThreshold'>,
  source: Size,
  pixelsOf: PixelsOf,
): Promise<PredictedObject[]> {
  const leastArea = (component.areaThreshold ?? 0) * source.width * source.height;
  const found: PredictedObject[] = [];
  for (const object of objects) {
    const area = await objectArea(object, source, 0, pixelsOf);
    const contours = area ? areaContours(area, component.contourType ?? 'polygon', source) : [];
    const large = contours.filter((contour) => contourArea(contour) >= leastArea);
    const { contours: _, ...rest } = object;
    found.push({ ...rest, ...(large.length > 0 && { contours: large }) });
  }
  return found;
}

/** The outlines of a mask as a kind of shape, in source px, clipped to nothing: a circle may reach over the picture. */
export function areaContours(area: ObjectArea, type: ContourType, source: Size): Contour[] {
  const pieces: Piece[] = maskContours(area.mask, area.width, area.height);
  const toSource = (ring: readonly Point[]) => ring.map((point) => inSource(point, area, source));
  return pieces
    .flatMap((piece) => shapesOf(piece, type, area))
    .filter(({ outer }) => outer.length >= 3)
    .map(({ outer, holes }) => ({
      points: toSource(outer),
      ...(holes.length > 0 && { cutouts: holes.map(toSource) }),
    }));
}

function shapesOf(piece: Piece, type: ContourType, area: ObjectArea): Piece[] {
  if (type === 'all_pixels') return [piece];
  if (type === 'polygon') return [simplified(piece)];
  const { square, back, size } = squarePixels(area);
  const rings = [piece.outer, ...piece.holes].map((ring) => ring.map(square));
  return fittedShapes(rings, type, size).map((outer) => ({ outer: outer.map(back), holes: [] }));
}

/**
 * A mask may be squeezed, and what is round or at right angles in it is not so in the picture: shapes are fitted in px
 * that are square and of the same area.
 */
function squarePixels({ width, height, pixel }: ObjectArea) {
  const side = Math.sqrt(pixel.width * pixel.height);
  const [sx, sy] = [pixel.width / side, pixel.height / side];
  return {
    square: ({ x, y }: Point): Point => ({ x: x * sx, y: y * sy }),
    back: ({ x, y }: Point): Point => ({ x: x / sx, y: y / sy }),
    size: { width: Math.ceil(width * sx), height: Math.ceil(height * sy) },
  };
}

/** @param rings - the outer one, then the holes */
function fittedShapes(
  rings: readonly (readonly Point[])[],
  type: Exclude<ContourType, 'all_pixels' | 'polygon'>,
  size: Size,
): Point[][] {
  const [outer = []] = rings;
  switch (type) {
    case 'convex_hull':
      return [convexHull(outer)];
    case 'circle':
      return [polygonAround(smallestCircle(outer))];
    case 'triangle':
      return [smallestTriangle(outer)];
    case 'rectangle':
      return [smallestRectangle(outer)];
    case 'hough_circles':
      return houghCircles(rings, size, {
        minRadius: 3,
        maxRadius: Math.hypot(size.width, size.height) / 2,
        minSupport: circleSupport,
      }).map(circlePolygon);
  }
}

function simplified({ outer, holes }: Piece): Piece {
  return {
    outer: simplifyPolygon(outer, epsilonPx),
    // A hole of one pixel is noise of the mask.
    holes: holes.filter((hole) => Math.abs(polygonArea(hole)) > 1).map((hole) => simplifyPolygon(hole, epsilonPx)),
  };
}

function inSource({ x, y }: Point, { origin, pixel }: ObjectArea, source: Size): Point {
  const px = Math.min(source.width * 2, Math.max(-source.width, origin.x + x * pixel.width));
  const py = Math.min(source.height * 2, Math.max(-source.height, origin.y + y * pixel.height));
  return { x: roundTo(px, 2), y: roundTo(py, 2) };
}

/** In source px², without its holes. */
export function contourArea({ points, cutouts }: Contour): number {
  const holes = (cutouts ?? []).reduce((sum, ring) => sum + Math.abs(polygonArea(ring)), 0);
  return Math.abs(polygonArea(points)) - holes;
}
