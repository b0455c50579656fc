const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The items in which every word typed occurs, those first where words begin with them. Accents and case do not count.
 *
 * @param textOf - what a person may search an item by
 */
export function rankedByWords<T>(items: readonly T[], typed: string, textOf: (item: T) => string): T[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return items
    .map((item, order) => ({ item, order, rank: rankOf(plain(textOf(item)), words) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.order - b.order)
    .map(({ item }) => item);
}

/** Lower is better; null when a word is missing. */
function rankOf(text: string, words: readonly string[]): number | null {
  let rank = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return null;
    if (at > 0) rank += ` ${text}`.includes(` ${word}`) ? 1 : 2;
  }
  return rank;
}
