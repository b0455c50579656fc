import type { Canvas2D } from './canvas-2d';
import { traceBox } from './draw-boxes';
import { traceContours } from './draw-contours';
import type { Overlay } from './draw-prediction';
import { highestCornerX } from './label-layout';
import { labelFont, labelFontPx, labelHeightPx, labelPadPx, labelWidth } from './labels';
import { isTintAllowed, type OverlayView } from './look';

/** The objects that the person touches; -1 where there is none. */
export type Touched = { readonly hovered: number; readonly selected: number };

/** Draws the hovered and the selected object again, stronger, with their labels above everything. */
export function drawHighlight(context: Canvas2D, overlay: Overlay, view: OverlayView, touched: Touched): void {
  // What the filter hides stays hidden, also while it is selected.
  const isShown = (i: number) => i >= 0 && overlay.kept.flags[i] === 1;
  const { hovered, selected } = touched;
  context.save();
  context.lineJoin = 'round';
  if (isShown(selected)) drawOne(context, overlay, view, selected, true);
  if (isShown(hovered) && hovered !== selected) drawOne(context, overlay, view, hovered, false);
  context.restore();
}

function drawOne(context: Canvas2D, overlay: Overlay, view: OverlayView, i: number, isSelected: boolean): void {
  const { scene, colouring } = overlay;
  const swatch = colouring.swatches[colouring.ofObject[i] ?? 0];
  if (!swatch) return;
  const { unit } = view;
  if ((scene.shapes[i]?.contours.length ?? 0) > 0) {
    traceContours(context, scene, i, view);
    if (isTintAllowed(view)) {
      context.globalAlpha = 0.2;
      context.fillStyle = swatch.line;
      context.fill('evenodd');
      context.globalAlpha = 1;
    }
    strokeTwice(context, swatch.line, 2.5 * unit, 2 * unit);
  }
  traceBox(context, scene, i, view);
  if (isSelected) {
    if (isTintAllowed(view)) {
      context.globalAlpha = 0.12;
      context.fillStyle = swatch.line;
      context.fill();
      context.globalAlpha = 1;
    }
    context.strokeStyle = '#000000';
    context.lineWidth = 6 * unit;
    context.stroke();
    strokeTwice(context, swatch.line, 2 * unit, 2 * unit, '#ffffff');
    drawHandles(context, overlay, view, i, swatch.line);
  } else {
    strokeTwice(context, swatch.line, 3 * unit, 2 * unit);
  }
  drawItsLabel(context, overlay, view, i, isSelected);
}

function strokeTwice(context: Canvas2D, line: string, width: number, edge: number, under = 'rgba(0, 0, 0, 0.7)'): void {
  context.strokeStyle = under;
  context.lineWidth = width + edge;
  context.stroke();
  context.strokeStyle = line;
  context.lineWidth = width;
  context.stroke();
}

/** Dots on the corners say "selected" to people who do not see the colours. */
function drawHandles(context: Canvas2D, { scene }: Overlay, view: OverlayView, i: number, line: string): void {
  const { zoom, panX, panY, unit } = view;
  const rotation = scene.rotation[i] ?? 0;
  const halfW = ((scene.width[i] ?? 0) * zoom) / 2;
  const halfH = ((scene.height[i] ?? 0) * zoom) / 2;
  if (Math.min(halfW, halfH) < 8 * unit) return;
  const centreX = (scene.x[i] ?? 0) * zoom + panX + halfW;
  const centreY = (scene.y[i] ?? 0) * zoom + panY + halfH;
  const radius = 4 * unit;
  context.beginPath();
  for (const [sideX, sideY] of corners) {
    const x = centreX + sideX * halfW * Math.cos(rotation) - sideY * halfH * Math.sin(rotation);
    const y = centreY + sideX * halfW * Math.sin(rotation) + sideY * halfH * Math.cos(rotation);
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, Math.PI * 2);
  }
  context.fillStyle = '#ffffff';
  context.fill();
  context.strokeStyle = '#000000';
  context.lineWidth = 3 * unit;
  context.stroke();
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = 2 * unit;
  context.stroke();
}

const corners: readonly (readonly [number, number])[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];

function drawItsLabel(context: Canvas2D, overlay: Overlay, view: OverlayView, i: number, isSelected: boolean): void {
  const { scene, sheet, colouring } = overlay;
  const { zoom, panX, panY, unit } = view;
  const swatch = colouring.swatches[colouring.ofObject[i] ?? 0];
  context.font = labelFont(sheet, unit);
  // Wide enough to cover the object's own label below it.
  const width = (labelWidth(context, sheet, i, unit) + 2) * unit;
  const height = (labelHeightPx + 2) * unit;
  const left =
    scene.rotation[i] === 0
      ? (scene.bounds[4 * i] ?? 0) * zoom + panX - (isSelected ? 3 : 2) * unit
      : highestCornerX(scene, i) * zoom + panX - width / 2;
  const top = (scene.bounds[4 * i + 1] ?? 0) * zoom + panY - (isSelected ? 4 : 2) * unit;
  const x = Math.round(Math.min(Math.max(0, left), Math.max(0, view.width - width)));
  const y = Math.round(Math.max(0, top - height));
  context.fillStyle = '#000000';
  context.fillRect(x - unit, y - unit, width + 2 * unit, height + 2 * unit);
  context.fillStyle = swatch?.line ?? '#ffffff';
  context.fillRect(x, y, width, height);
  context.fillStyle = swatch?.ink ?? '#000000';
  context.textBaseline = 'alphabetic';
  const baseline = y + (height + labelFontPx * 0.72 * unit) / 2;
  context.fillText(sheet.texts[sheet.textOf[i] ?? 0] ?? '', x + labelPadPx * unit, Math.round(baseline));
}
