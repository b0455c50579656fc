/** Finds by the whole UUID or by a beginning of 8 characters or more that only one of them has. */
export function findById<T extends { readonly id: string }>(all: readonly T[], id: string): T | null {
  const wanted = id.toLowerCase();
  if (wanted.length < 8) return null;
  const found = all.filter((one) => one.id.startsWith(wanted));
  return found.length === 1 ? (found[0] ?? null) : null;
}
