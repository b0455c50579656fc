import type { PredictedObject } from '#common/prediction/prediction';
import type { Point, Size } from '#common/vision/geometry';
import type { MaskRegion } from '#common/vision/mask-contours';
import { polygonArea } from '#common/vision/polygon-area';
import { simplifyPolygon } from '#common/vision/simplify-polygon';
import type { DecodeContext, Family, ModelFile, Placement } from '../family';
import { floats, predictionOf, roundTo, toObject } from './detections';
import { separateRegions } from './separate-regions';

/** In model px: smaller regions are dust, smaller holes are texture. */
const minAreaPx = 120;
const minHoleShare = 0.8;
/** The contrast window reaches this far over an edge; coins a few pixels apart are joined by necks of about twice `neck`. */
const overhang = 3;
const neck = 6;
const simplifyByPx = 1;
const maxRegions = 300;
/** The contrast that gives a confidence of 63 %. */
const contrastScale = 0.08;

function inputSize(file: ModelFile): Size {
  const [, , height, width] = file.inputs[0]?.shape ?? [];
  if (typeof height !== 'number' || typeof width !== 'number')
    throw new RangeError('regions needs an input of fixed size');
  return { width, height };
}

/**
 * The built-in classical model: outputs `mask [1, 1, H, W]` of 0 and 1, and `contrast [1, 1, H, W]`, the local standard
 * deviation of luminance, 0..0.5. Its card tells how it is made.
 */
export const regions: Family = {
  id: 'regions',
  looksLike: 'Regions (metadata reticle.family = regions, outputs mask and contrast)',

  recognises: (file) =>
    file.metadata['reticle.family'] === 'regions' &&
    file.inputs[0]?.shape.slice(2).every((side) => typeof side === 'number') === true &&
    ['mask', 'contrast'].every((name) => file.outputs.some((output) => output.name === name)),

  input: (file) => ({
    name: file.inputs[0]?.name ?? 'picture',
    size: inputSize(file),
    layout: 'nchw',
    channels: 'rgb',
    type: 'float32',
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    fit: 'letterbox-top-left',
    pad: 114,
  }),

  labels: () => ['region'],

  decode(outputs, context) {
    const { width, height } = inputSize(context.file);
    const shown = sizeWithoutPadding({ width, height }, context);
    const mask = topLeft(floats(outputs, 'mask').data, width, shown);
    const contrast = topLeft(floats(outputs, 'contrast').data, width, shown);
    const objects = separateRegions(
      Uint8Array.from(mask, (value) => (value > 0.5 ? 1 : 0)),
      shown,
      {
        overhang,
        neck,
        minArea: minAreaPx,
        minHoleShare,
      },
    )
      .filter(({ pixels }) => pixels.length >= minAreaPx)
      .flatMap((region) => regionObject(region, mask, contrast, context) ?? [])
      .filter(({ confidence }) => (confidence ?? 0) >= context.minScore)
      .sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0))
      .slice(0, maxRegions);
    return predictionOf(context.source, objects);
  },
};

/** The padding has an edge against the picture; what stands out there is not of the picture. */
function sizeWithoutPadding(size: Size, { source, placement }: DecodeContext): Size {
  const right = Math.round(source.width * placement.scaleX);
  const bottom = Math.round(source.height * placement.scaleY);
  // The contrast window reaches four pixels over the edge, and morphology carries that on.
  return {
    width: Math.max(1, right < size.width ? right - 6 : size.width),
    height: Math.max(1, bottom < size.height ? bottom - 6 : size.height),
  };
}

function topLeft(values: Float32Array, stride: number, { width, height }: Size): Float32Array {
  const cut = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) cut.set(values.subarray(y * stride, y * stride + width), y * width);
  return cut;
}

function regionObject(
  { outer, holes, pixels }: MaskRegion,
  mask: Float32Array,
  contrast: Float32Array,
  { source, placement }: DecodeContext,
) {
  // Of what stood out itself: a filled, even inside would make large things faint.
  const striking = pixels.filter((pixel) => (mask[pixel] ?? 0) > 0.5);
  const meanContrast = striking.reduce((sum, pixel) => sum + (contrast[pixel] ?? 0), 0) / Math.max(1, striking.length);
  const whole = polygonArea(outer);
  const realHoles = holes.filter((hole) => Math.abs(polygonArea(hole)) >= whole * minHoleShare);
  const [points, ...cutouts] = [outer, ...realHoles].map((ring) => ringInSource(ring, placement));
  if (!points) return null;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  const object = toObject(box, source, 'region', 1 - Math.exp(-meanContrast / contrastScale));
  if (!object) return null;
  const area = polygonArea(points) + cutouts.reduce((left, ring) => left + polygonArea(ring), 0);
  const found: PredictedObject = {
    ...object,
    contours: [{ points, cutouts }],
    area: Math.round(area),
    contrast: roundTo(meanContrast, 4),
  };
  return found;
}

function ringInSource(ring: readonly Point[], { scaleX, scaleY, offsetX, offsetY }: Placement): Point[] {
  return simplifyPolygon(ring, simplifyByPx).map(({ x, y }) => ({
    x: roundTo((x - offsetX) / scaleX, 2),
    y: roundTo((y - offsetY) / scaleY, 2),
  }));
}
