import { type BoxTree, buildBoxTree } from './box-tree';
import type { Kept } from './filter';
import { maskBit, maskBytes } from './mask-bits';
import { boxArea, type Scene } from './scene';

/** Finds objects under a point of a scene. */
export type HitIndex = {
  /**
   * Objects under a point, what a person most likely means first: those whose outline or mask holds the point, then the
   * smaller box before the larger one, then the surer one. Hidden objects are never found.
   *
   * @param x - source px, as is `y`
   * @param tolerance - source px that a point may lie beside an object
   */
  under(x: number, y: number, tolerance: number, kept: Kept): number[];
};

export function buildHitIndex(scene: Scene): HitIndex {
  const tree: BoxTree = buildBoxTree(scene.bounds);
  const masks = new Map<number, Uint8Array>();
  const maskOf = (i: number) => {
    const mask = scene.objects[i]?.mask;
    if (!mask) return null;
    const bytes = masks.get(i) ?? maskBytes(mask);
    masks.set(i, bytes);
    return { mask, bytes };
  };

  return {
    under(x, y, tolerance, kept) {
      const hits: { readonly i: number; readonly isInArea: boolean; readonly area: number }[] = [];
      // A turned box with its tolerance reaches up to √2 times that beyond its upright bounds.
      tree.at(x, y, tolerance * Math.SQRT2, (i) => {
        if (kept.flags[i] !== 1) return;
        const isInArea = isInContours(scene, i, x, y) || isInMask(scene, i, x, y, maskOf);
        if (!isInArea && !isInBox(scene, i, x, y, tolerance) && !isAtPoint(scene, i, x, y, tolerance)) return;
        hits.push({ i, isInArea, area: boxArea(scene, i) });
      });
      hits.sort(
        (a, b) =>
          Number(b.isInArea) - Number(a.isInArea) ||
          a.area - b.area ||
          (scene.score[b.i] ?? 0) - (scene.score[a.i] ?? 0) ||
          a.i - b.i,
      );
      return hits.map(({ i }) => i);
    },
  };
}

/** Exact for turned boxes: the point is turned back instead of the box. */
function isInBox(scene: Scene, i: number, x: number, y: number, tolerance: number): boolean {
  const halfW = (scene.width[i] ?? 0) / 2;
  const halfH = (scene.height[i] ?? 0) / 2;
  const dx = x - (scene.x[i] ?? 0) - halfW;
  const dy = y - (scene.y[i] ?? 0) - halfH;
  const rotation = scene.rotation[i] ?? 0;
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  return Math.abs(dx * cos + dy * sin) <= halfW + tolerance && Math.abs(dy * cos - dx * sin) <= halfH + tolerance;
}

/** Even-odd over all rings, so a point in a hole is outside. */
function isInContours(scene: Scene, i: number, x: number, y: number): boolean {
  let isInside = false;
  for (const { rings } of scene.shapes[i]?.contours ?? []) {
    for (const xy of rings) {
      if (crossesOddly(xy, x, y)) isInside = !isInside;
    }
  }
  return isInside;
}

function crossesOddly(xy: Float32Array, x: number, y: number): boolean {
  let isOdd = false;
  let fromX = xy[xy.length - 2] ?? 0;
  let fromY = xy[xy.length - 1] ?? 0;
  for (let at = 0; at + 1 < xy.length; at += 2) {
    const toX = xy[at] ?? 0;
    const toY = xy[at + 1] ?? 0;
    if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) isOdd = !isOdd;
    fromX = toX;
    fromY = toY;
  }
  return isOdd;
}

type MaskOf = (i: number) => { readonly mask: Parameters<typeof maskBit>[0]; readonly bytes: Uint8Array } | null;

function isInMask(scene: Scene, i: number, x: number, y: number, maskOf: MaskOf): boolean {
  if (!scene.shapes[i]?.hasMask) return false;
  const found = maskOf(i);
  if (!found) return false;
  const column = Math.floor(((x - (scene.x[i] ?? 0)) / (scene.width[i] || 1)) * found.mask.width);
  const row = Math.floor(((y - (scene.y[i] ?? 0)) / (scene.height[i] || 1)) * found.mask.height);
  return maskBit(found.mask, found.bytes, column, row);
}

/** Key points may lie outside the box of their object. */
function isAtPoint(scene: Scene, i: number, x: number, y: number, tolerance: number): boolean {
  for (const { xy } of scene.shapes[i]?.keyPoints ?? []) {
    for (let at = 0; at + 1 < xy.length; at += 2) {
      if (Math.hypot((xy[at] ?? 0) - x, (xy[at + 1] ?? 0) - y) <= tolerance) return true;
    }
  }
  return false;
}
