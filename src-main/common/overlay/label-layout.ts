import type { Canvas2D } from './canvas-2d';
import type { Kept } from './filter';
import { type LabelSheet, labelHeightPx, labelWidth } from './labels';
import type { OverlayView } from './look';
import { createOccupancy } from './occupancy';
import type { Scene } from './scene';

/** Labels that have room, from the most to the least sure object. Places are the top left corners in canvas px. */
export type LabelLayout = {
  readonly count: number;
  readonly objects: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly width: Float32Array;
};

/** A part of the canvas that labels must leave free, in canvas px. */
export type Taken = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** In a crowd a label goes only to boxes that are at least this large on screen: words on specks are noise. */
const crowd = 250;
const leastSideInCrowdPx = 14;

/**
 * Places labels so that none covers another: above its box, inside at the top, below, or above at the right end, whatever
 * is free first; the least sure objects go without. The context's font must be that of the sheet.
 *
 * The grid of places is fixed to the picture, not to the canvas, so that labels do not flicker while it is panned.
 */
export function layOutLabels(
  context: Canvas2D,
  scene: Scene,
  kept: Kept,
  sheet: LabelSheet,
  view: OverlayView,
  taken: readonly Taken[] = [],
): LabelLayout {
  const { zoom, panX, panY, width, height, unit } = view;
  // Shifts the grid by less than a cell so that its lines stay on the same source pixels.
  const shiftX = (((-panX / unit) % 4) + 4) % 4;
  const shiftY = (((-panY / unit) % 4) + 4) % 4;
  const occupancy = createOccupancy(width / unit + 4, height / unit + 4);
  for (const { x, y, width: takenPx, height: takenHeight } of taken) {
    occupancy.block(x / unit + shiftX, y / unit + shiftY, takenPx / unit, takenHeight / unit);
  }
  const fits = (x: number, y: number, labelPx: number) =>
    x >= 0 &&
    y >= 0 &&
    x + labelPx * unit <= width &&
    y + labelHeightPx * unit <= height &&
    occupancy.take(x / unit + shiftX, y / unit + shiftY, labelPx, labelHeightPx);

  const layout = newLayout(scene.count);
  const leastSide = kept.count > crowd ? leastSideInCrowdPx * unit : 0;
  for (const i of sheet.byPriority) {
    if (kept.flags[i] !== 1) continue;
    const left = (scene.bounds[4 * i] ?? 0) * zoom + panX;
    const top = (scene.bounds[4 * i + 1] ?? 0) * zoom + panY;
    const right = (scene.bounds[4 * i + 2] ?? 0) * zoom + panX;
    const bottom = (scene.bounds[4 * i + 3] ?? 0) * zoom + panY;
    if (right < 0 || bottom < 0 || left > width || top > height) continue;
    if (right - left < leastSide && bottom - top < leastSide) continue;
    const labelPx = labelWidth(context, sheet, i, unit);
    // A turned box has nothing at the corner of its bounds; its label stands at its highest corner.
    const from = scene.rotation[i] === 0 ? left : highestCornerX(scene, i) * zoom + panX - (labelPx * unit) / 2;
    const place = placeOf({ left: from, top, right, bottom }, labelPx, unit, fits);
    if (!place) continue;
    push(layout, i, place, labelPx * unit);
  }
  return layout;
}

/** Source px. */
export function highestCornerX(scene: Scene, i: number): number {
  const rotation = scene.rotation[i] ?? 0;
  const halfW = (scene.width[i] ?? 0) / 2;
  const halfH = (scene.height[i] ?? 0) / 2;
  const sideX = Math.sin(rotation) > 0 ? -1 : 1;
  const sideY = Math.cos(rotation) > 0 ? -1 : 1;
  return (scene.x[i] ?? 0) + halfW + sideX * halfW * Math.cos(rotation) - sideY * halfH * Math.sin(rotation);
}

type Edges = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
type Fits = (x: number, y: number, labelPx: number) => boolean;
type Place = readonly [x: number, y: number];

function placeOf({ left, top, right, bottom }: Edges, labelPx: number, unit: number, fits: Fits): Place | null {
  const labelHeight = labelHeightPx * unit;
  const edge = unit;
  // A box that reaches out of the view keeps its label at the edge of the view.
  const x = Math.max(0, left - edge);
  const above = top - labelHeight;
  if (fits(x, above, labelPx)) return [x, above];
  const inside = Math.max(0, top + edge);
  if (inside + labelHeight <= bottom && fits(x, inside, labelPx)) return [x, inside];
  if (fits(x, bottom + edge, labelPx)) return [x, bottom + edge];
  const atEnd = right + edge - labelPx * unit;
  if (atEnd !== x && fits(atEnd, above, labelPx)) return [atEnd, above];
  return null;
}

type GrowingLayout = { -readonly [Key in keyof LabelLayout]: LabelLayout[Key] };

function newLayout(most: number): GrowingLayout {
  return {
    count: 0,
    objects: new Uint32Array(most),
    x: new Float32Array(most),
    y: new Float32Array(most),
    width: new Float32Array(most),
  };
}

function push(layout: GrowingLayout, i: number, [x, y]: Place, width: number): void {
  layout.objects[layout.count] = i;
  layout.x[layout.count] = x;
  layout.y[layout.count] = y;
  layout.width[layout.count] = width;
  layout.count += 1;
}
