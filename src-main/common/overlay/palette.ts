import type { Scene } from './scene';

export type ColourMode = 'class' | 'instance' | 'confidence';
export const colourModes: readonly ColourMode[] = ['class', 'instance', 'confidence'];

/** A form that stands for a class beside its colour, so that colour is never alone. */
export type MarkShape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'ring';

/** How one group of objects looks. */
export type Swatch = {
  /** Lines and label grounds, `#rrggbb`. */
  readonly line: string;
  /** Text on `line`. */
  readonly ink: '#000000' | '#ffffff';
  readonly mark: MarkShape;
};

/** A swatch for each object. */
export type Colouring = { readonly swatches: readonly Swatch[]; readonly ofObject: Uint8Array };

/**
 * Colours that people with any common colour blindness tell apart: Okabe and Ito's, lightened where they would drown on
 * a dark picture, then Paul Tol's "bright" and "light" ones. Neighbours in the list differ in lightness too.
 */
const categorical = [
  '#56b4e9',
  '#e69f00',
  '#00b386',
  '#f0e442',
  '#ee6677',
  '#b8a1ff',
  '#ff8c42',
  '#99ddff',
  '#cc79a7',
  '#4a90ff',
  '#ffaabb',
] as const;

const marks: readonly MarkShape[] = ['circle', 'square', 'triangle', 'diamond', 'cross', 'ring'];

/** Cividis in eight steps, from unsure (dark blue) to sure (yellow), its darkest part left out: it must show on black. */
const ramp = ['#3d5a9e', '#566fa0', '#6f83a1', '#8a969d', '#a6a98f', '#c4bd79', '#e2d261', '#ffea46'] as const;
const unknownScore = '#b0b7c3';

const swatch = (line: string, mark: MarkShape): Swatch => ({ line, ink: inkOn(line), mark });

const classSwatches: readonly Swatch[] = marks.flatMap((_, turn) =>
  categorical.map((line, slot) => swatch(line, marks[(slot + turn) % marks.length] ?? 'circle')),
);
const instanceSwatches = categorical.map((line) => swatch(line, 'circle'));
const confidenceSwatches = [...ramp, unknownScore].map((line) => swatch(line, 'circle'));

/** Black or white, whichever contrasts more (WCAG relative luminance). */
function inkOn(colour: string): '#000000' | '#ffffff' {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

/** FNV-1a, 32 bits: the same name gets the same number on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/**
 * A swatch for each class, the same for a name in every picture; where two names of one picture would share a colour,
 * the alphabetically later one takes the next that is free.
 *
 * @returns for each name its index in the class swatches
 */
export function classSlots(names: readonly string[]): Uint8Array {
  const slots = new Uint8Array(names.length);
  const isTaken = new Uint8Array(classSwatches.length);
  const order = [...names.keys()].sort((a, b) => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1));
  order.forEach((index, rank) => {
    const start = hash(names[index] ?? '') % categorical.length;
    const turn = Math.floor(rank / categorical.length) * categorical.length;
    let slot = (turn + start) % classSwatches.length;
    for (let tries = 0; tries < categorical.length && isTaken[slot]; tries += 1) {
      slot = (turn + ((start + tries + 1) % categorical.length)) % classSwatches.length;
    }
    isTaken[slot] = 1;
    slots[index] = slot;
  });
  return slots;
}

/** The swatch of each class of a scene, in the order of its class names. */
export function swatchesOfClasses(scene: Pick<Scene, 'classNames'>): Swatch[] {
  return [...classSlots(scene.classNames)].map((slot) => classSwatches[slot] ?? swatch(unknownScore, 'circle'));
}

/** Colours all objects of a scene. Tracked objects keep their colour over time when coloured by instance. */
export function colourScene(scene: Scene, mode: ColourMode): Colouring {
  const ofObject = new Uint8Array(scene.count);
  if (mode === 'class') {
    const slots = classSlots(scene.classNames);
    for (let i = 0; i < scene.count; i += 1) ofObject[i] = slots[scene.classOf[i] ?? 0] ?? 0;
    return { swatches: classSwatches, ofObject };
  }
  if (mode === 'instance') {
    for (let i = 0; i < scene.count; i += 1) {
      const track = scene.objects[i]?.trackId ?? null;
      ofObject[i] = (track === null ? i : hash(String(track))) % instanceSwatches.length;
    }
    return { swatches: instanceSwatches, ofObject };
  }
  for (let i = 0; i < scene.count; i += 1) ofObject[i] = rampStep(scene.score[i] ?? Number.NaN);
  return { swatches: confidenceSwatches, ofObject };
}

function rampStep(score: number): number {
  if (Number.isNaN(score)) return ramp.length;
  return Math.min(ramp.length - 1, Math.max(0, Math.floor(score * ramp.length)));
}

/** The confidence ramp from unsure to sure, for a legend. */
export const confidenceRamp: readonly string[] = ramp;
