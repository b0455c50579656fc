/** Which parts of an overlay are drawn, and how. */
export type OverlayLook = {
  readonly boxes: boolean;
  /** Masks and contours. */
  readonly masks: boolean;
  readonly keyPoints: boolean;
  readonly labels: boolean;
  /** 0..1, of the whole overlay. */
  readonly opacity: number;
};

export const defaultLook: OverlayLook = { boxes: true, masks: true, keyPoints: true, labels: true, opacity: 1 };

/** Where the picture lies on the canvas: canvas px = source px * zoom + pan. Canvas px are CSS px on a screen. */
export type OverlayView = {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
  readonly width: number;
  readonly height: number;
  /** Device px a canvas px, for lines that fall on whole pixels. */
  readonly pixelRatio: number;
  /** How much larger than on a screen lines and labels are; above 1 when a large picture is written to a file. */
  readonly unit: number;
};

/** A dark edge keeps colours visible on light pictures; over so many shapes it would only darken the picture. */
export const mostWithHalo = 400;
export const haloColour = 'rgba(8, 10, 14, 0.55)';

/** Nearer than this a person looks at single pixels, whose colours a tint would falsify. */
const tintBelowZoom = 4;

/** Whether areas may be filled; their outlines are drawn in any case. */
export const isTintAllowed = ({ zoom, unit }: OverlayView): boolean => zoom < tintBelowZoom * unit;
