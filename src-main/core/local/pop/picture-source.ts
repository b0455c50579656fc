import { access, constants } from 'node:fs/promises';
import { eachComponent } from '#common/pop/each-component';
import type { Pop } from '#common/pop/pop';
import type { Size } from '#common/vision/geometry';
import { pictureError } from '../../media/picture-error';
import type { InputSpec } from '../family';
import { fillTensor } from '../picture-fill';
import { placePicture } from '../picture-placement';
import type { RawPixels } from '../picture-resample';
import { decodePicture, type PictureTensor, pictureToTensor, readHeader } from '../picture-to-tensor';
import type { TensorBuffers } from '../tensor-buffers';
import { cutRegion } from './cut-region';
import type { Region } from './region';

/** A picture or a frame, as the components of a Pop see it: whole, or a region of it. */
export type PictureSource = {
  /** In source px, after EXIF rotation. */
  readonly size: Size;
  /**
   * @param region - in source px; null for the whole picture
   * @returns The input of a model; its `source` is the size of the region. To be given back to the buffers.
   * @throws {ReticleError} MEDIA_*
   */
  tensor(region: Region | null, spec: InputSpec, signal: AbortSignal): Promise<PictureTensor>;
  /**
   * @param needed - shrunk by halves as long as it stays no smaller than this
   * @returns The pixels of a region.
   */
  pixels(region: Region, needed: Size): Promise<RawPixels>;
};

/** A picture whose pixels are in memory: a decoded frame, or a still of which regions are wanted. */
export class PixelsPicture implements PictureSource {
  constructor(
    private readonly whole: RawPixels,
    private readonly buffers: TensorBuffers,
  ) {}

  get size(): Size {
    return { width: this.whole.width, height: this.whole.height };
  }

  async tensor(region: Region | null, spec: InputSpec, signal: AbortSignal): Promise<PictureTensor> {
    signal.throwIfAborted();
    const source = region ? { width: region.width, height: region.height } : this.size;
    const placed = placePicture(source, spec);
    const pixels = await cutRegion(this.whole, region, placed.resized);
    signal.throwIfAborted();
    return { ...fillTensor(pixels, placed, spec, this.buffers), placement: placed.placement, source };
  }

  pixels(region: Region, needed: Size): Promise<RawPixels> {
    return cutRegion(this.whole, region, needed);
  }
}

/** Whether a component of a Pop looks at less than the whole picture, or at its pixels. */
export function needsPixels(pop: Pop): boolean {
  return [...eachComponent(pop)].some(
    ({ component }) =>
      component.type === 'contour_finder' ||
      component.type === 'component_finder' ||
      component.forward?.operator?.type.includes('crop') === true,
  );
}

/**
 * A picture in a file. Where only the whole of it is looked at, each look shrinks it while it is decoded, as for a
 * single model; where regions are cut out, it is decoded once and kept.
 *
 * @throws {ReticleError} MEDIA_*
 */
export async function openPicture(
  path: string,
  needsRegions: boolean,
  buffers: TensorBuffers,
  signal: AbortSignal,
): Promise<PictureSource> {
  signal.throwIfAborted();
  try {
    await access(path, constants.R_OK);
    const header = await readHeader(path);
    const whole = async () => new PixelsPicture(await decodePicture(path, header, header.source), buffers);
    if (needsRegions) return await whole();
    return {
      size: header.source,
      tensor: (_region, spec, stop) => pictureToTensor(path, spec, buffers, stop),
      pixels: async (region, needed) => (await whole()).pixels(region, needed),
    };
  } catch (cause) {
    signal.throwIfAborted();
    throw await pictureError(path, cause);
  }
}
