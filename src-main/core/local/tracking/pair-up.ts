import { assignByGain } from './assignment';

/** A row and a column that may go together, and what that is worth; more than 0. */
export type Candidate = { readonly row: number; readonly column: number; readonly gain: number };

/** Steps of the exact method that are spent on one group: some 20 ms. A tangle of 250 by 250 stays below. */
const exactWork = 16_000_000;

/**
 * The pairs with the largest sum of gains, out of those that may be made at all.
 *
 * Groups that share no candidate are solved by themselves, so a crowd costs what its tangles cost, not the cube of its
 * head count. A group too large for the exact method is paired best first.
 *
 * @returns the column of each row, -1 where it has none
 */
export function pairUp(candidates: readonly Candidate[], rows: number, columns: number, workLimit = exactWork) {
  const columnOf = new Int32Array(rows).fill(-1);
  for (const group of groupsOf(candidates, rows, columns)) {
    const groupRows = [...new Set(group.map(({ row }) => row))];
    const groupColumns = [...new Set(group.map(({ column }) => column))];
    const sides = [groupRows.length, groupColumns.length] as const;
    if (Math.min(...sides) ** 2 * Math.max(...sides) > workLimit) pairBestFirst(group, columnOf, columns);
    else pairExactly(group, groupRows, groupColumns, columnOf);
  }
  return columnOf;
}

function pairExactly(
  group: readonly Candidate[],
  rows: readonly number[],
  columns: readonly number[],
  columnOf: Int32Array,
): void {
  const rowIndex = new Map(rows.map((row, index) => [row, index]));
  const columnIndex = new Map(columns.map((column, index) => [column, index]));
  const gains = new Float64Array(rows.length * columns.length);
  for (const { row, column, gain } of group) {
    gains[(rowIndex.get(row) ?? 0) * columns.length + (columnIndex.get(column) ?? 0)] = gain;
  }
  const found = assignByGain(gains, rows.length, columns.length);
  rows.forEach((row, index) => {
    columnOf[row] = columns[found[index] ?? -1] ?? -1;
  });
}

function pairBestFirst(group: readonly Candidate[], columnOf: Int32Array, columns: number): void {
  const isTaken = new Uint8Array(columns);
  for (const { row, column, gain } of group.toSorted((a, b) => b.gain - a.gain)) {
    if (gain <= 0 || isTaken[column] || (columnOf[row] ?? -1) >= 0) continue;
    columnOf[row] = column;
    isTaken[column] = 1;
  }
}

/** Candidates that hang together by their rows and columns (union-find; columns are numbered on after the rows). */
function groupsOf(candidates: readonly Candidate[], rows: number, columns: number): Candidate[][] {
  const parent = Int32Array.from({ length: rows + columns }, (_, node) => node);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] ?? 0] ?? 0;
      root = parent[root] ?? 0;
    }
    return root;
  };
  for (const { row, column } of candidates) parent[rootOf(row)] = rootOf(rows + column);
  return [...Map.groupBy(candidates, ({ row }) => rootOf(row)).values()];
}
