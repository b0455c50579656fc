import type { Canvas2D } from './canvas-2d';
import type { Scene } from './scene';

/** Words of the objects, each different one kept and measured once. */
export type LabelSheet = {
  readonly texts: readonly string[];
  readonly textOf: Uint32Array;
  /** Objects from the most to the least sure one: who gets a label first. */
  readonly byPriority: Uint32Array;
  /** px at `labelFontPx`; NaN until measured. Filled as labels come into view. */
  readonly widths: Float32Array;
  readonly fontFamily: string;
};

export const labelFontPx = 11;
export const labelHeightPx = 16;
export const labelPadPx = 5;
const mostTextLength = 40;

/** @param formatScore - writes 0..1 as people of the language write it, e.g. `92 %` */
export function labelSheet(scene: Scene, formatScore: (score: number) => string, fontFamily: string): LabelSheet {
  const ids = new Map<string, number>();
  const textOf = new Uint32Array(scene.count);
  for (let i = 0; i < scene.count; i += 1) {
    const text = labelOf(scene, i, formatScore);
    const id = ids.get(text) ?? ids.size;
    ids.set(text, id);
    textOf[i] = id;
  }
  const priority = Float64Array.from(scene.score, (score) => (Number.isNaN(score) ? 1 : score));
  const byPriority = Uint32Array.from(priority.keys()).sort(
    // Parents go before their parts where both are equally sure.
    (a, b) => (priority[b] ?? 0) - (priority[a] ?? 0) || (scene.depth[a] ?? 0) - (scene.depth[b] ?? 0) || a - b,
  );
  const texts = [...ids.keys()];
  return { texts, textOf, byPriority, widths: new Float32Array(texts.length).fill(Number.NaN), fontFamily };
}

/** Class, what was read, confidence, track: `person 92 % #4`, `sign “EXIT” 77 %`. */
function labelOf(scene: Scene, i: number, formatScore: (score: number) => string): string {
  const object = scene.objects[i];
  if (!object) return '';
  const parts = [object.classLabel];
  const read = object.texts?.[0]?.text;
  if (read) parts.push(`“${shortened(read)}”`);
  const score = scene.score[i] ?? Number.NaN;
  if (!Number.isNaN(score)) parts.push(formatScore(score));
  if (object.trackId !== null && object.trackId !== undefined) parts.push(`#${object.trackId}`);
  return parts.join(' ');
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > mostTextLength ? `${line.slice(0, mostTextLength - 1)}…` : line;
}

/** The font of labels, in px of the canvas. */
export const labelFont = (sheet: Pick<LabelSheet, 'fontFamily'>, unit: number): string =>
  `600 ${labelFontPx * unit}px ${sheet.fontFamily}`;

/**
 * Width of an object's label with its padding, in px at unit 1. The context's font must be `labelFont(sheet, unit)`:
 * setting it costs more than measuring, so whoever loops sets it once.
 */
export function labelWidth(context: Canvas2D, sheet: LabelSheet, i: number, unit: number): number {
  const id = sheet.textOf[i] ?? 0;
  let width = sheet.widths[id] ?? Number.NaN;
  if (Number.isNaN(width)) {
    width = context.measureText(sheet.texts[id] ?? '').width / unit + 2 * labelPadPx;
    sheet.widths[id] = width;
  }
  return width;
}
