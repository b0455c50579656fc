/** Width and height in pixels of the space that the variable's name tells. */
export type Size = { readonly width: number; readonly height: number };

/** Corners: left, top, right, bottom. */
export type Xyxy = readonly [x1: number, y1: number, x2: number, y2: number];

export type Point = { readonly x: number; readonly y: number };
