import type { Canvas2D } from './canvas-2d';
import type { Kept } from './filter';
import { layOutLabels, type Taken } from './label-layout';
import { type LabelSheet, labelFont, labelFontPx, labelHeightPx, labelPadPx } from './labels';
import type { OverlayView } from './look';
import type { Colouring } from './palette';
import type { Scene } from './scene';

/** Draws the labels that have room, and answers how many there were. */
export function drawLabels(
  context: Canvas2D,
  scene: Scene,
  kept: Kept,
  colouring: Colouring,
  sheet: LabelSheet,
  view: OverlayView,
  taken: readonly Taken[],
): number {
  const { unit, pixelRatio } = view;
  context.font = labelFont(sheet, unit);
  context.textBaseline = 'alphabetic';
  const layout = layOutLabels(context, scene, kept, sheet, view, taken);
  // Text on whole device pixels is sharp, and its glyphs are cached once instead of per fraction.
  const snap = (px: number) => Math.round(px * pixelRatio) / pixelRatio;
  const height = labelHeightPx * unit;
  let colour = -1;
  for (let at = 0; at < layout.count; at += 1) {
    const next = colouring.ofObject[layout.objects[at] ?? 0] ?? 0;
    if (next !== colour) context.fillStyle = colouring.swatches[next]?.line ?? '#ffffff';
    colour = next;
    context.fillRect(snap(layout.x[at] ?? 0), snap(layout.y[at] ?? 0), snap(layout.width[at] ?? 0), height);
  }
  for (const ink of ['#000000', '#ffffff']) {
    context.fillStyle = ink;
    for (let at = 0; at < layout.count; at += 1) {
      const i = layout.objects[at] ?? 0;
      if (colouring.swatches[colouring.ofObject[i] ?? 0]?.ink !== ink) continue;
      const text = sheet.texts[sheet.textOf[i] ?? 0] ?? '';
      const x = snap((layout.x[at] ?? 0) + labelPadPx * unit);
      context.fillText(text, x, snap((layout.y[at] ?? 0) + baselinePx * unit));
    }
  }
  return layout.count;
}

/** From the top of a label to the baseline of its text. */
const baselinePx = (labelHeightPx + labelFontPx * 0.72) / 2;
