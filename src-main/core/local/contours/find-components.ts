import type { ComponentFinderComponent } from '#common/pop/pop';
import type { PredictedObject } from '#common/prediction/prediction';
import { dilate, erode } from '#common/vision/erode';
import type { Size } from '#common/vision/geometry';
import { maskContours } from '#common/vision/mask-contours';
import { toObject } from '../families/detections';
import { areaContours } from './find-contours';
import { type ObjectArea, objectArea, type PixelsOf } from './object-area';

/**
 * Parts an object into its connected pieces: the mask is dilated and then eroded (in source px, each side by whole px of the mask),
 * which closes gaps, or with one of them alone grows or parts it.
 *
 * EyePop documents the fields, not the order; closing is what the two together are for.
 *
 * @returns One object a piece, with its outline, the source's confidence and `componentClassLabel` or else its label.
 */
export async function findComponents(
  object: PredictedObject,
  component: Pick<ComponentFinderComponent, 'dilate' | 'erode' | 'componentClassLabel'>,
  source: Size,
  pixelsOf: PixelsOf,
): Promise<PredictedObject[]> {
  const growPx = component.dilate ?? 0;
  const area = await objectArea(object, source, growPx, pixelsOf);
  if (!area) return [];
  const steps = (px: number) => [Math.round(px / area.pixel.width), Math.round(px / area.pixel.height)] as const;
  const closed = erode(dilate(area.mask, area, ...steps(growPx)), area, ...steps(component.erode ?? 0));
  return maskContours(closed, area.width, area.height).flatMap(({ pixels }) => {
    const alone = new Uint8Array(closed.length);
    for (const pixel of pixels) alone[pixel] = 1;
    const contours = areaContours({ ...area, mask: alone }, 'polygon', source);
    const box = toObject(
      boxOf(pixels, area),
      source,
      component.componentClassLabel ?? object.classLabel,
      object.confidence ?? 1,
    );
    return box ? [{ ...box, ...(object.category != null && { category: object.category }), contours }] : [];
  });
}

function boxOf(pixels: Int32Array, { width, origin, pixel }: ObjectArea) {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + 1);
    bottom = Math.max(bottom, y + 1);
  }
  return [
    origin.x + left * pixel.width,
    origin.y + top * pixel.height,
    origin.x + right * pixel.width,
    origin.y + bottom * pixel.height,
  ] as const;
}
