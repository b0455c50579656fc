import type { Mask } from '../prediction/prediction';
import type { CreateImage } from './canvas-2d';
import { maskBit, maskBytes } from './mask-bits';

/** Gives masks as coloured pictures, made when first drawn. */
export type MaskImages = { imageOf(mask: Mask, colour: string): object | null };

/** Pictures of masks take 4 bytes a pixel; the least recently drawn ones go when there are more than this. */
const mostBytes = 64 * 1024 * 1024;

type Entry = { readonly colour: string; readonly image: object; readonly byteSize: number };

/** A cache of mask pictures that stays below 64 MiB. */
export function createMaskImages(createImage: CreateImage): MaskImages {
  // A Map remembers the order in which keys came, which makes it a list from least to most recently used.
  const entries = new Map<Mask, Entry>();
  let held = 0;

  const forget = (mask: Mask, entry: Entry) => {
    entries.delete(mask);
    held -= entry.byteSize;
  };
  return {
    imageOf(mask, colour) {
      const known = entries.get(mask);
      if (known) forget(mask, known);
      const entry = known?.colour === colour ? known : render(mask, colour, createImage);
      if (!entry) return null;
      entries.set(mask, entry);
      held += entry.byteSize;
      for (const [oldest, old] of entries) {
        if (held <= mostBytes || oldest === mask) break;
        forget(oldest, old);
      }
      return entry.image;
    },
  };
}

function render(mask: Mask, colour: string, createImage: CreateImage): Entry | null {
  const { width, height } = mask;
  const byteSize = width * height * 4;
  if (byteSize === 0 || byteSize > mostBytes) return null;
  const bytes = maskBytes(mask);
  const rgba = new Uint8ClampedArray(byteSize);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 4) {
      if (!maskBit(mask, bytes, column, row)) continue;
      rgba[at] = red ?? 0;
      rgba[at + 1] = green ?? 0;
      rgba[at + 2] = blue ?? 0;
      rgba[at + 3] = 255;
    }
  }
  return { colour, image: createImage(width, height, rgba), byteSize };
}
