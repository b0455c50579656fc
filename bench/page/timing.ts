export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Reading one pixel waits until everything drawn so far really is in the canvas. */
export function flush(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}

/**
 * Milliseconds of one animation frame: from before the callbacks that `change` asks for until the canvas is finished.
 * Callbacks of a frame run in the order in which they were asked for, so ours stand around those of the thing measured.
 */
export function frameMs(change: () => void, canvas: () => HTMLCanvasElement): Promise<number> {
  return new Promise((resolve) => {
    let start = 0;
    requestAnimationFrame(() => {
      start = performance.now();
    });
    change();
    requestAnimationFrame(() => {
      flush(canvas());
      resolve(performance.now() - start);
    });
  });
}

/** Median of all frames of a path, after one walk along it to warm up. */
export async function medianFrameMs<T>(
  path: readonly T[],
  walks: number,
  change: (step: T) => void,
  canvas: () => HTMLCanvasElement,
): Promise<number> {
  const frames: number[] = [];
  for (let walk = 0; walk <= walks; walk += 1) {
    for (const step of path) {
      const ms = await frameMs(() => change(step), canvas);
      if (walk > 0) frames.push(ms);
    }
  }
  return median(frames);
}
