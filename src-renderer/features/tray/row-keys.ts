/**
 * The row that a key leads to; null for any other key.
 *
 * @param pageRows - rows that a page key moves by
 */
export function indexAfterKey(key: string, index: number, total: number, pageRows: number): number | null {
  if (total === 0) return null;
  const targets: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + pageRows,
    PageUp: index - pageRows,
    Home: 0,
    End: total - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.min(total - 1, Math.max(0, target));
}
