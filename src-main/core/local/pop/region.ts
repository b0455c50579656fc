import type { CropOptions } from '#common/pop/pop';
import type { PredictedObject } from '#common/prediction/prediction';
import { clipBox } from '#common/vision/clip';
import type { Point, Size } from '#common/vision/geometry';
import { roundTo } from '../families/detections';

/**
 * A rectangle of a picture that a component sees as a picture of its own: `width` x `height` whole source px about a
 * centre, turned clockwise by `angleDegrees` as it lies in the source.
 */
export type Region = Size & { readonly cx: number; readonly cy: number; readonly angleDegrees: number };

/**
 * The region of an object: its box, moved out on each side by `boxPadding` times the box's own length, turned so that
 * the object comes to lie at `orientationTargetAngle` in it.
 *
 * An upright region is cut at whole pixels and at the picture's edges; a turned one may reach over them and is padded.
 *
 * @param source - size of the picture in px
 * @returns Null where nothing of the picture is in it.
 */
export function regionOf(object: PredictedObject, crop: CropOptions | null, source: Size): Region | null {
  const padding = crop?.boxPadding ?? 0;
  const target = crop?.orientationTargetAngle;
  const angleDegrees = target == null ? 0 : turnOf((object.orientation ?? 0) - target);
  const width = object.width * (1 + 2 * padding);
  const height = object.height * (1 + 2 * padding);
  const [cx, cy] = [object.x + object.width / 2, object.y + object.height / 2];
  if (![cx, cy, width, height].every(Number.isFinite)) return null;
  if (angleDegrees === 0) return upright(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2, source);
  // In the region the object stands at `target`: what holds it is the box around the box turned so.
  const [c, s] = turn(target ?? 0);
  // As much as can show anything of the picture; a padding of ten boxes would else be sampled for nothing.
  const limit = Math.ceil(Math.hypot(source.width, source.height));
  const region = {
    cx,
    cy,
    width: Math.min(limit, Math.ceil(Math.abs(width * c) + Math.abs(height * s) - 1e-6)),
    height: Math.min(limit, Math.ceil(Math.abs(width * s) + Math.abs(height * c) - 1e-6)),
    angleDegrees,
  };
  return region.width >= 1 && region.height >= 1 && touches(region, source) ? region : null;
}

function upright(x1: number, y1: number, x2: number, y2: number, source: Size): Region | null {
  const [left, top, right, bottom] = clipBox([Math.floor(x1), Math.floor(y1), Math.ceil(x2), Math.ceil(y2)], source);
  const [width, height] = [right - left, bottom - top];
  if (width < 1 || height < 1) return null;
  return { cx: left + width / 2, cy: top + height / 2, width, height, angleDegrees: 0 };
}

function touches({ cx, cy, width, height }: Region, source: Size): boolean {
  const reach = Math.hypot(width, height) / 2;
  return cx + reach > 0 && cy + reach > 0 && cx - reach < source.width && cy - reach < source.height;
}

/** To -180 < angle <= 180; a turn of next to nothing is none. */
function turnOf(degrees: number): number {
  const turned = ((((degrees + 180) % 360) + 360) % 360) - 180;
  return Math.abs(turned) < 1e-3 ? 0 : turned === -180 ? 180 : turned;
}

function turn(degrees: number): readonly [cos: number, sin: number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/** From px of the region, origin at its top left corner, to source px. */
export function toSourcePoint({ x, y }: Point, { cx, cy, width, height, angleDegrees }: Region): Point {
  const [u, v] = [x - width / 2, y - height / 2];
  if (angleDegrees === 0) return { x: cx + u, y: cy + v };
  const [c, s] = turn(angleDegrees);
  return { x: cx + u * c - v * s, y: cy + u * s + v * c };
}

/** From source px to px of the region. */
export function toRegionPoint({ x, y }: Point, { cx, cy, width, height, angleDegrees }: Region): Point {
  const [dx, dy] = [x - cx, y - cy];
  const [c, s] = turn(-angleDegrees);
  return { x: dx * c - dy * s + width / 2, y: dx * s + dy * c + height / 2 };
}

/**
 * An object found in a region, as it lies in the source. In a turned region it keeps its sides and is told to be turned
 * about its centre; points and outlines are moved one by one.
 */
export function toSourceObject(object: PredictedObject, region: Region): PredictedObject {
  const move = <T extends Point>(point: T): T => ({ ...point, ...roundedPoint(toSourcePoint(point, region)) });
  const { x, y, width, height } = object;
  const centre = toSourcePoint({ x: x + width / 2, y: y + height / 2 }, region);
  const angle = roundTo((object.orientation ?? 0) + region.angleDegrees, 2);
  return {
    ...object,
    x: roundTo(centre.x - width / 2, 2),
    y: roundTo(centre.y - height / 2, 2),
    ...(angle !== 0 && { orientation: angle }),
    ...(object.outline && { outline: object.outline.map(move) }),
    ...(object.contours && {
      contours: object.contours.map((contour) => ({
        ...contour,
        points: contour.points.map(move),
        cutouts: contour.cutouts?.map((ring) => ring.map(move)),
      })),
    }),
    ...(object.keyPoints && {
      keyPoints: object.keyPoints.map((set) => ({ ...set, points: set.points.map(move) })),
    }),
    ...(object.meshs && { meshs: object.meshs.map((mesh) => ({ ...mesh, points: mesh.points.map(move) })) }),
    ...(object.objects && { objects: object.objects.map((nested) => toSourceObject(nested, region)) }),
  };
}

const roundedPoint = ({ x, y }: Point): Point => ({ x: roundTo(x, 2), y: roundTo(y, 2) });
