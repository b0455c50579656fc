import type { Prediction } from '../prediction/prediction';
import type { Canvas2D } from './canvas-2d';
import { labelFontPx, labelPadPx } from './labels';
import type { OverlayView } from './look';

const pillHeightPx = 20;
const gapPx = 4;
const marginPx = 8;
const mostPills = 12;
const mostTextLength = 80;

/** The classes and texts of a whole picture, best first: `cat 92 %`, `“EXIT” 77 %`. */
export function frameNotes(prediction: Prediction, formatScore: (score: number) => string): string[] {
  const withScore = (words: string, score: number | null | undefined) =>
    typeof score === 'number' ? `${words} ${formatScore(score)}` : words;
  const classes = [...(prediction.classes ?? [])]
    .sort((a, b) => (b.confidence ?? 1) - (a.confidence ?? 1))
    .map(({ classLabel, confidence }) => withScore(classLabel, confidence));
  const texts = (prediction.texts ?? []).map(({ text, confidence }) => {
    const line = text.replace(/\s+/g, ' ').trim();
    return withScore(`“${line.length > mostTextLength ? `${line.slice(0, mostTextLength - 1)}…` : line}”`, confidence);
  });
  return [...classes, ...texts].slice(0, mostPills);
}

/** A note with its place on the canvas, in canvas px. */
export type PlacedNote = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Places the notes in a column in the top left corner of the picture, or of the view when that corner is out of it. */
export function placeFrameNotes(
  context: Canvas2D,
  notes: readonly string[],
  fontFamily: string,
  { panX, panY, unit }: OverlayView,
): PlacedNote[] {
  const height = pillHeightPx * unit;
  const x = Math.max(0, panX) + marginPx * unit;
  const top = Math.max(0, panY) + marginPx * unit;
  context.font = noteFont(fontFamily, unit);
  return notes.map((text, row) => ({
    text,
    x,
    y: top + row * (height + gapPx * unit),
    width: context.measureText(text).width + 2 * (labelPadPx + 3) * unit,
    height,
  }));
}

/** Draws placed notes as pills. */
export function drawFrameNotes(
  context: Canvas2D,
  notes: readonly PlacedNote[],
  fontFamily: string,
  { unit }: OverlayView,
): void {
  context.font = noteFont(fontFamily, unit);
  context.textBaseline = 'middle';
  for (const { text, x, y, width, height } of notes) {
    tracePill(context, x, y, width, height);
    context.fillStyle = 'rgba(12, 14, 18, 0.82)';
    context.fill();
    context.fillStyle = '#ffffff';
    context.fillText(text, x + (labelPadPx + 3) * unit, y + height / 2 + 0.5 * unit);
  }
}

const noteFont = (fontFamily: string, unit: number): string => `500 ${(labelFontPx + 1) * unit}px ${fontFamily}`;

function tracePill(context: Canvas2D, x: number, y: number, width: number, height: number): void {
  const radius = height / 2;
  context.beginPath();
  context.arc(x + radius, y + radius, radius, Math.PI / 2, Math.PI * 1.5);
  context.arc(x + width - radius, y + radius, radius, -Math.PI / 2, Math.PI / 2);
  context.closePath();
}
