const cellPx = 4;

/**
 * Which parts of a canvas labels have taken: one bit a cell of 4 x 4 px, 32 cells a word, so that asking whether a label
 * fits looks at a handful of numbers.
 */
export type Occupancy = {
  /** Takes a rectangle in px if all of it is free and inside; otherwise takes nothing and says false. */
  take(x: number, y: number, width: number, height: number): boolean;
  /** Takes what of a rectangle in px lies inside, free or not. */
  block(x: number, y: number, width: number, height: number): void;
};

/** @param width - in px, as is `height`; both at least 0 */
export function createOccupancy(width: number, height: number): Occupancy {
  const columns = Math.ceil(width / cellPx);
  const rows = Math.ceil(height / cellPx);
  const wordsARow = Math.ceil(columns / 32);
  const words = new Uint32Array(wordsARow * rows);

  /** All four are cells, inclusive, and inside. */
  const mark = (left: number, top: number, right: number, bottom: number) => {
    for (let row = top; row <= bottom; row += 1) {
      for (let word = left >> 5; word <= right >> 5; word += 1) {
        const at = row * wordsARow + word;
        words[at] = (words[at] ?? 0) | maskOf(word, left, right);
      }
    }
  };
  return {
    take(x, y, labelWidth, labelHeight) {
      const left = Math.floor(x / cellPx);
      const top = Math.floor(y / cellPx);
      const right = Math.ceil((x + labelWidth) / cellPx) - 1;
      const bottom = Math.ceil((y + labelHeight) / cellPx) - 1;
      if (left < 0 || top < 0 || right >= columns || bottom >= rows) return false;
      const firstWord = left >> 5;
      const lastWord = right >> 5;
      for (let row = top; row <= bottom; row += 1) {
        for (let word = firstWord; word <= lastWord; word += 1) {
          if (((words[row * wordsARow + word] ?? 0) & maskOf(word, left, right)) !== 0) return false;
        }
      }
      mark(left, top, right, bottom);
      return true;
    },
    block(x, y, blockWidth, blockHeight) {
      const left = Math.max(0, Math.floor(x / cellPx));
      const top = Math.max(0, Math.floor(y / cellPx));
      const right = Math.min(columns, Math.ceil((x + blockWidth) / cellPx)) - 1;
      const bottom = Math.min(rows, Math.ceil((y + blockHeight) / cellPx)) - 1;
      if (left <= right) mark(left, top, right, bottom);
    },
  };
}

/** The bits of a word that the columns from `left` to `right` fall on. */
function maskOf(word: number, left: number, right: number): number {
  const from = Math.max(0, left - word * 32);
  const to = Math.min(31, right - word * 32);
  return (0xffffffff >>> (31 - to)) & (0xffffffff << from);
}
