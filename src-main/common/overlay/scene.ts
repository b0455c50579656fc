import type { Contour, Point2d, PredictedKeyPoints, PredictedObject, Prediction } from '../prediction/prediction';
import type { Size } from '../vision/geometry';
import { type Links, linksOf } from './skeletons';

/** An outline as rings of x, y pairs in source px; a point inside an even number of rings is a hole. */
export type SceneContour = { readonly rings: readonly Float32Array[] };

/** Key points as x, y pairs in source px. */
export type SceneKeyPoints = {
  readonly xy: Float32Array;
  readonly isVisible: Uint8Array;
  readonly links: Links;
};

/** The shapes of an object beyond its box; null in most detections, so that boxes alone stay small. */
export type SceneShapes = {
  readonly contours: readonly SceneContour[];
  readonly keyPoints: readonly SceneKeyPoints[];
  /** Mesh points as x, y pairs in source px. */
  readonly meshes: readonly Float32Array[];
  readonly hasMask: boolean;
};

/**
 * A prediction flattened once, so that filtering, drawing and hit tests run over plain arrays. Object `i` is the i-th
 * in depth-first order: nested objects follow their parent. All coordinates are source px.
 */
export type Scene = {
  readonly size: Size;
  readonly prediction: Prediction;
  readonly count: number;
  readonly objects: readonly PredictedObject[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: Float64Array;
  readonly height: Float64Array;
  /** Radians, clockwise about the centre of the box. */
  readonly rotation: Float32Array;
  /** 0..1; NaN where the engine gave none. */
  readonly score: Float64Array;
  readonly classOf: Uint16Array;
  readonly depth: Uint8Array;
  /** Index of the parent; -1 at the top. */
  readonly parent: Int32Array;
  /** Index in the parent's list. */
  readonly sibling: Uint32Array;
  /** Upright bounds of all shapes of an object: left, top, right, bottom, four numbers an object. */
  readonly bounds: Float32Array;
  readonly shapes: readonly (SceneShapes | null)[];
  readonly classNames: readonly string[];
  /** Indices from the largest box to the smallest: what is drawn later lies on top. */
  readonly drawOrder: Uint32Array;
  readonly frameKeyPoints: readonly SceneKeyPoints[];
  readonly frameMeshes: readonly Float32Array[];
};

/** Flattens a prediction. The scene keeps references into it; treat both as read-only. */
export function flattenPrediction(prediction: Prediction): Scene {
  const rows = listObjects(prediction.objects ?? []);
  const count = rows.length;
  const classIds = new Map<string, number>();
  const scene = {
    size: { width: prediction.source_width, height: prediction.source_height },
    prediction,
    count,
    objects: rows.map(({ object }) => object),
    x: new Float64Array(count),
    y: new Float64Array(count),
    width: new Float64Array(count),
    height: new Float64Array(count),
    rotation: new Float32Array(count),
    score: new Float64Array(count),
    classOf: new Uint16Array(count),
    depth: new Uint8Array(count),
    parent: new Int32Array(count),
    sibling: new Uint32Array(count),
    bounds: new Float32Array(count * 4),
    shapes: rows.map(({ object }) => shapesOf(object)),
  };
  rows.forEach(({ object, parent, sibling, depth }, i) => {
    scene.x[i] = object.x;
    scene.y[i] = object.y;
    scene.width[i] = object.width;
    scene.height[i] = object.height;
    scene.rotation[i] = ((object.orientation ?? 0) * Math.PI) / 180;
    scene.score[i] = object.confidence ?? Number.NaN;
    scene.parent[i] = parent;
    scene.sibling[i] = sibling;
    scene.depth[i] = depth;
    const classId = classIds.get(object.classLabel) ?? classIds.size;
    classIds.set(object.classLabel, classId);
    scene.classOf[i] = classId;
    scene.bounds.set(boundsOf(object, scene.rotation[i] ?? 0, scene.shapes[i] ?? null), i * 4);
  });
  return {
    ...scene,
    classNames: [...classIds.keys()],
    drawOrder: largestFirst(scene.width, scene.height),
    frameKeyPoints: (prediction.keyPoints ?? []).map(keyPointsOf),
    frameMeshes: (prediction.meshs ?? []).map((mesh) => flatPoints(mesh.points)),
  };
}

type Row = {
  readonly object: PredictedObject;
  readonly parent: number;
  readonly sibling: number;
  readonly depth: number;
};

/** Depth first with a stack of our own: a hostile file may nest deeper than the call stack goes. */
function listObjects(top: readonly PredictedObject[]): Row[] {
  const rows: Row[] = [];
  const waiting: Row[] = [];
  const push = (objects: readonly PredictedObject[], parent: number, depth: number) => {
    for (let i = objects.length - 1; i >= 0; i -= 1) {
      const object = objects[i];
      if (object) waiting.push({ object, parent, sibling: i, depth: Math.min(255, depth) });
    }
  };
  push(top, -1, 0);
  for (let row = waiting.pop(); row; row = waiting.pop()) {
    rows.push(row);
    if (row.object.objects?.length) push(row.object.objects, rows.length - 1, row.depth + 1);
  }
  return rows;
}

function shapesOf(object: PredictedObject): SceneShapes | null {
  const { contours, outline, keyPoints, meshs, mask } = object;
  if (!contours?.length && !outline?.length && !keyPoints?.length && !meshs?.length && !mask) return null;
  const outlines = outline?.length ? [{ rings: [flatPoints(outline)] }] : [];
  return {
    contours: [...(contours ?? []).map(contourOf), ...outlines],
    keyPoints: (keyPoints ?? []).map(keyPointsOf),
    meshes: (meshs ?? []).map((mesh) => flatPoints(mesh.points)),
    hasMask: Boolean(mask && mask.width > 0 && mask.height > 0),
  };
}

function contourOf({ points, cutouts }: Contour): SceneContour {
  return { rings: [flatPoints(points), ...(cutouts ?? []).map(flatPoints)] };
}

function keyPointsOf({ points, category, type }: PredictedKeyPoints): SceneKeyPoints {
  return {
    xy: flatPoints(points),
    isVisible: Uint8Array.from(points, (point) => (point.visible === false ? 0 : 1)),
    links: linksOf(
      category ?? type ?? '',
      points.map((point) => point.classLabel ?? ''),
    ),
  };
}

function flatPoints(points: readonly Pick<Point2d, 'x' | 'y'>[]): Float32Array {
  const xy = new Float32Array(points.length * 2);
  points.forEach(({ x, y }, i) => {
    xy[2 * i] = x;
    xy[2 * i + 1] = y;
  });
  return xy;
}

function boundsOf(object: PredictedObject, rotation: number, shapes: SceneShapes | null) {
  const { x, y, width, height } = object;
  const cos = Math.abs(Math.cos(rotation));
  const sin = Math.abs(Math.sin(rotation));
  const halfW = (width * cos + height * sin) / 2;
  const halfH = (width * sin + height * cos) / 2;
  const centreX = x + width / 2;
  const centreY = y + height / 2;
  const bounds: [number, number, number, number] = [centreX - halfW, centreY - halfH, centreX + halfW, centreY + halfH];
  if (!shapes) return bounds;
  const lists = [
    ...shapes.contours.flatMap(({ rings }) => rings),
    ...shapes.keyPoints.map(({ xy }) => xy),
    ...shapes.meshes,
  ];
  for (const xy of lists) growBounds(bounds, xy);
  return bounds;
}

function growBounds(bounds: [number, number, number, number], xy: Float32Array): void {
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const x = xy[i] ?? 0;
    const y = xy[i + 1] ?? 0;
    if (x < bounds[0]) bounds[0] = x;
    if (y < bounds[1]) bounds[1] = y;
    if (x > bounds[2]) bounds[2] = x;
    if (y > bounds[3]) bounds[3] = y;
  }
}

function largestFirst(width: Float64Array, height: Float64Array): Uint32Array {
  const area = width.map((w, i) => w * (height[i] ?? 0));
  return Uint32Array.from(area.keys()).sort((a, b) => (area[b] ?? 0) - (area[a] ?? 0) || a - b);
}

/** Where an object lies in the prediction: `[0, 2]` is the third object nested in the first. */
export function pathOf(scene: Scene, index: number): number[] {
  const path: number[] = [];
  for (let i = index; i >= 0; i = scene.parent[i] ?? -1) path.unshift(scene.sibling[i] ?? 0);
  return path;
}

/** The object at a path; -1 where there is none. */
export function indexOfPath(scene: Scene, path: readonly number[]): number {
  let parent = -1;
  for (const sibling of path) {
    const above = parent;
    parent = -1;
    for (let i = above + 1; i < scene.count; i += 1) {
      if (scene.parent[i] === above && scene.sibling[i] === sibling) {
        parent = i;
        break;
      }
    }
    if (parent < 0) return -1;
  }
  return parent;
}

/** Area of the box in source px². */
export const boxArea = (scene: Scene, i: number): number => (scene.width[i] ?? 0) * (scene.height[i] ?? 0);
