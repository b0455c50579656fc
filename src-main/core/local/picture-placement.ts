import type { Size } from '#common/vision/geometry';
import type { InputSpec, Placement } from './family';

export type PlacedPicture = {
  /** The size that the whole picture is resized to, in model px; larger than the input where it is cropped. */
  readonly resized: Size;
  /** Where its corner comes to lie in the input, in whole model px; negative where it is cropped. */
  readonly left: number;
  readonly top: number;
  readonly placement: Placement;
};

/**
 * How a picture is put into a model's input.
 *
 * @param source - size after EXIF rotation, in source px
 */
export function placePicture(source: Size, { size, fit }: Pick<InputSpec, 'size' | 'fit'>): PlacedPicture {
  const resized = resizedSize(source, size, fit);
  const isCentred = fit === 'letterbox-centre' || fit === 'crop';
  const left = isCentred ? Math.floor((size.width - resized.width) / 2) : 0;
  const top = isCentred ? Math.floor((size.height - resized.height) / 2) : 0;
  // Sides are whole pixels, so the two scales differ a little; boxes go back by what was really done.
  const placement = {
    scaleX: resized.width / source.width,
    scaleY: resized.height / source.height,
    offsetX: left,
    offsetY: top,
  };
  return { resized, left, top, placement };
}

function resizedSize(source: Size, size: Size, fit: InputSpec['fit']): Size {
  if (fit === 'stretch') return size;
  const [scaleX, scaleY] = [size.width / source.width, size.height / source.height];
  if (fit === 'crop') {
    const scale = Math.max(scaleX, scaleY);
    return {
      width: Math.max(size.width, Math.round(source.width * scale)),
      height: Math.max(size.height, Math.round(source.height * scale)),
    };
  }
  const scale = Math.min(scaleX, scaleY);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(source.width), height: side(source.height) };
}
