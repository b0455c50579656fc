import type { Kept } from './filter';
import type { OverlayView } from './look';
import type { Colouring, Swatch } from './palette';
import type { Scene } from './scene';

/** The objects to draw now, those of one colour together: changing colours costs more than drawing. */
export type DrawList = {
  readonly count: number;
  /** Within a colour from the largest to the smallest box. */
  readonly indices: Uint32Array;
  readonly groups: readonly { readonly swatch: Swatch; readonly start: number; readonly end: number }[];
};

/** Picks what passes the filter and touches the view. */
export function listForDrawing(scene: Scene, kept: Kept, colouring: Colouring, view: OverlayView): DrawList {
  const { swatches, ofObject } = colouring;
  const seen = new Uint32Array(scene.count);
  const starts = new Uint32Array(swatches.length + 1);
  let count = 0;
  for (let at = 0; at < scene.count; at += 1) {
    const i = scene.drawOrder[at] ?? 0;
    if (kept.flags[i] !== 1 || !touchesView(scene.bounds, i, view)) continue;
    seen[count] = i;
    count += 1;
    const after = (ofObject[i] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let colour = 1; colour < starts.length; colour += 1) {
    starts[colour] = (starts[colour] ?? 0) + (starts[colour - 1] ?? 0);
  }
  const groups = swatches
    .map((swatch, colour) => ({ swatch, start: starts[colour] ?? 0, end: starts[colour + 1] ?? 0 }))
    .filter(({ start, end }) => end > start);
  const indices = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const i = seen[at] ?? 0;
    const colour = ofObject[i] ?? 0;
    const place = starts[colour] ?? 0;
    indices[place] = i;
    starts[colour] = place + 1;
  }
  return { count, indices, groups };
}

/** Lines and points reach a little beyond the bounds. */
const marginPx = 8;

function touchesView(bounds: Float32Array, i: number, { zoom, panX, panY, width, height }: OverlayView): boolean {
  const at = i * 4;
  return (
    (bounds[at] ?? 0) * zoom + panX <= width + marginPx &&
    (bounds[at + 1] ?? 0) * zoom + panY <= height + marginPx &&
    (bounds[at + 2] ?? 0) * zoom + panX >= -marginPx &&
    (bounds[at + 3] ?? 0) * zoom + panY >= -marginPx
  );
}
