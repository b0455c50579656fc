import type { CreateImage } from '#common/overlay/canvas-2d';

/** Straight RGBA bytes as something a canvas of the page can draw. */
export const createCanvasImage: CreateImage = (width, height, rgba) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no 2D canvas');
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
};
