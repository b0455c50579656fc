/** A packed tree over upright boxes: built once, never changed, asked often. */
export type BoxTree = {
  /** Calls back with the index of every box that holds the point. */
  at(x: number, y: number, tolerance: number, found: (index: number) => void): void;
};

const fanOut = 16;

/**
 * Builds the tree by sorting into tiles (sort-tile-recursive): by x into strips, each strip by y. One array holds all
 * boxes, leaves first, then each level above; a node's children lie side by side.
 *
 * @param bounds - left, top, right, bottom of each box, in one unit
 */
export function buildBoxTree(bounds: Float32Array): BoxTree {
  const count = bounds.length / 4;
  const order = tileOrder(bounds, count);
  const levels: Float32Array[] = [
    Float32Array.from({ length: count * 4 }, (_, at) => bounds[4 * (order[at >> 2] ?? 0) + (at & 3)] ?? 0),
  ];
  for (let below = levels[0]; below && below.length > 4 * fanOut; below = levels.at(-1)) levels.push(enclose(below));

  const visit = (level: number, first: number, last: number, ask: Ask): void => {
    const boxes = levels[level];
    if (!boxes) return;
    for (let node = first; node < last; node += 1) {
      const at = 4 * node;
      if (
        ask.x < (boxes[at] ?? 0) - ask.tolerance ||
        ask.y < (boxes[at + 1] ?? 0) - ask.tolerance ||
        ask.x > (boxes[at + 2] ?? 0) + ask.tolerance ||
        ask.y > (boxes[at + 3] ?? 0) + ask.tolerance
      ) {
        continue;
      }
      if (level === 0) ask.found(order[node] ?? 0);
      else visit(level - 1, node * fanOut, Math.min((node + 1) * fanOut, (levels[level - 1]?.length ?? 0) / 4), ask);
    }
  };
  return {
    at(x, y, tolerance, found) {
      const top = levels.length - 1;
      visit(top, 0, (levels[top]?.length ?? 0) / 4, { x, y, tolerance, found });
    },
  };
}

type Ask = {
  readonly x: number;
  readonly y: number;
  readonly tolerance: number;
  readonly found: (index: number) => void;
};

function tileOrder(bounds: Float32Array, count: number): Uint32Array {
  const centre = (i: number, axis: 0 | 1) => (bounds[4 * i + axis] ?? 0) + (bounds[4 * i + axis + 2] ?? 0);
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => centre(a, 0) - centre(b, 0));
  const strips = Math.ceil(Math.sqrt(count / fanOut));
  const stripLength = Math.ceil(count / Math.max(1, strips) / fanOut) * fanOut;
  for (let start = 0; start < count; start += stripLength) {
    order.subarray(start, Math.min(count, start + stripLength)).sort((a, b) => centre(a, 1) - centre(b, 1));
  }
  return order;
}

/** The level above: each box encloses the next `fanOut` below. */
function enclose(below: Float32Array): Float32Array {
  const count = below.length / 4;
  const above = new Float32Array(Math.ceil(count / fanOut) * 4);
  for (let child = 0; child < count; child += 1) {
    const at = 4 * Math.floor(child / fanOut);
    const isFirst = child % fanOut === 0;
    for (const side of [0, 1, 2, 3]) {
      const value = below[4 * child + side] ?? 0;
      const known = above[at + side] ?? 0;
      above[at + side] = isFirst ? value : side < 2 ? Math.min(known, value) : Math.max(known, value);
    }
  }
  return above;
}
