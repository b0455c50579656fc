import { createCanvas } from '@napi-rs/canvas';
import type { CreateImage } from '#common/overlay/canvas-2d';

/** Small pictures of masks, for the canvas. */
export const createImage: CreateImage = (width, height, rgba) => {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(rgba);
  context.putImageData(image, 0, 0);
  return canvas;
};
