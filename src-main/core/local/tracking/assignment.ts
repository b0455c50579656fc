/**
 * Pairs rows with columns, each at most once, so that the sum of the gains is the largest possible: the Hungarian method
 * with shortest augmenting paths (Jonker and Volgenant), O(s² · l) for s the smaller and l the larger of the two counts.
 *
 * @param gains - `[rows, columns]`, row-major, finite; a pair with a gain of 0 or less is never made
 * @returns the column of each row, -1 where it has none
 * @throws {RangeError} When the counts do not fit the gains.
 */
export function assignByGain(gains: Float64Array, rows: number, columns: number): Int32Array {
  if (gains.length !== rows * columns)
    throw new RangeError(`gains: expected ${rows} x ${columns}, got ${gains.length}`);
  const isTall = rows > columns;
  const [few, many] = isTall ? [columns, rows] : [rows, columns];
  // A pair that gains nothing costs nothing: it stands for "neither has a partner", so every row can be given one.
  const costOf = (row: number, column: number) =>
    -Math.max(0, gains[isTall ? column * columns + row : row * columns + column] ?? 0);
  const rowOf = cheapestRows(few, many, costOf);
  const columnOf = new Int32Array(rows).fill(-1);
  for (let column = 0; column < many; column += 1) {
    const row = rowOf[column] ?? -1;
    if (row < 0 || costOf(row, column) >= 0) continue;
    if (isTall) columnOf[column] = row;
    else columnOf[row] = column;
  }
  return columnOf;
}

/** The row of each column (-1 for none) in the cheapest assignment that gives every row a column; rows ≤ columns. */
function cheapestRows(rows: number, columns: number, costOf: (row: number, column: number) => number): Int32Array {
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  const cameFrom = new Int32Array(columns);
  const distance = new Float64Array(columns);
  const isDone = new Uint8Array(columns);
  for (let start = 0; start < rows; start += 1) {
    distance.fill(Number.POSITIVE_INFINITY);
    cameFrom.fill(-1);
    isDone.fill(0);
    let row = start;
    let column = -1;
    // Grows the tree of cheapest alternating paths by one column a turn, until it reaches a column that is free.
    while (row >= 0) {
      let step = Number.POSITIVE_INFINITY;
      let next = -1;
      for (let other = 0; other < columns; other += 1) {
        if (isDone[other]) continue;
        const reduced = costOf(row, other) - (rowPrice[row] ?? 0) - (columnPrice[other] ?? 0);
        if (reduced < (distance[other] ?? 0)) {
          distance[other] = reduced;
          cameFrom[other] = column;
        }
        const far = distance[other] ?? 0;
        if (far < step) {
          step = far;
          next = other;
        }
      }
      rowPrice[start] = (rowPrice[start] ?? 0) + step;
      for (let other = 0; other < columns; other += 1) {
        if (isDone[other]) {
          const owner = rowOf[other] ?? 0;
          rowPrice[owner] = (rowPrice[owner] ?? 0) + step;
          columnPrice[other] = (columnPrice[other] ?? 0) - step;
        } else distance[other] = (distance[other] ?? 0) - step;
      }
      isDone[next] = 1;
      column = next;
      row = rowOf[next] ?? -1;
    }
    augment(rowOf, cameFrom, column, start);
  }
  return rowOf;
}

/** Turns the path that ends in `column` over: each column on it goes to the row of the one before, the first to `start`. */
function augment(rowOf: Int32Array, cameFrom: Int32Array, column: number, start: number): void {
  let current = column;
  while (current >= 0) {
    const before = cameFrom[current] ?? -1;
    rowOf[current] = before < 0 ? start : (rowOf[before] ?? start);
    current = before;
  }
}
