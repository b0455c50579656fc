/**
 * The part of a 2D canvas context that overlays need. A browser's `CanvasRenderingContext2D` and the one of
 * `@napi-rs/canvas` both fit, so screen, export and command line draw with the same code.
 */
export type Canvas2D = {
  /** A colour string whenever we write it; hosts also allow gradients, hence the wide type. */
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineJoin: string;
  lineCap: string;
  globalAlpha: number;
  font: string;
  textBaseline: string;
  imageSmoothingEnabled: boolean;
  save(): void;
  restore(): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  arc(x: number, y: number, radius: number, startAngle: number, endAngle: number): void;
  fill(rule?: 'nonzero' | 'evenodd'): void;
  stroke(): void;
  clip(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  setLineDash(segments: number[]): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  drawImage(image: object, x: number, y: number, width: number, height: number): void;
};

/** Makes something that the context can draw, from straight RGBA bytes, row by row. */
export type CreateImage = (width: number, height: number, rgba: Uint8ClampedArray<ArrayBuffer>) => object;
