import type { OverlayView } from '#common/overlay/look';
import type { Size } from '#common/vision/geometry';

type PictureContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** From here on the picture's own pixels are what the person looks at. */
const sharpFromZoom = 2;
const gridFromZoom = 8;

/**
 * Draws the part of a picture that is in view: smoothed while small, in hard pixels when near, with a grid between them
 * when very near.
 *
 * @param size - source px; the image may have been scaled down on its way here
 */
export function drawPicture(context: PictureContext, image: CanvasImageSource, size: Size, view: OverlayView): void {
  const { zoom, panX, panY, pixelRatio } = view;
  context.imageSmoothingEnabled = zoom * pixelRatio < sharpFromZoom;
  context.imageSmoothingQuality = zoom < 0.5 ? 'high' : 'medium';
  context.drawImage(image, panX, panY, size.width * zoom, size.height * zoom);
  if (zoom >= gridFromZoom) drawPixelGrid(context, size, view);
}

function drawPixelGrid(context: PictureContext, size: Size, view: OverlayView): void {
  const { zoom, panX, panY, width, height, pixelRatio } = view;
  const snap = (px: number) => (Math.round(px * pixelRatio) + 0.5) / pixelRatio;
  const left = Math.max(0, panX);
  const right = Math.min(width, panX + size.width * zoom);
  const top = Math.max(0, panY);
  const bottom = Math.min(height, panY + size.height * zoom);
  context.beginPath();
  for (let x = Math.max(0, Math.floor(-panX / zoom)); x <= size.width && x * zoom + panX <= width; x += 1) {
    context.moveTo(snap(x * zoom + panX), top);
    context.lineTo(snap(x * zoom + panX), bottom);
  }
  for (let y = Math.max(0, Math.floor(-panY / zoom)); y <= size.height && y * zoom + panY <= height; y += 1) {
    context.moveTo(left, snap(y * zoom + panY));
    context.lineTo(right, snap(y * zoom + panY));
  }
  context.lineWidth = 1 / pixelRatio;
  // Middle grey shows on dark pixels and on light ones.
  context.strokeStyle = 'rgba(128, 128, 128, 0.35)';
  context.stroke();
}
