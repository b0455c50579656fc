/**
 * Works on several items at once and yields the answers in the order of the items.
 *
 * At most `atOnce` items are ahead of the reader, so a slow reader slows the work and memory stays flat.
 */
export async function* mapInOrder<In, Out>(
  items: AsyncIterable<In> | Iterable<In>,
  atOnce: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const ahead: Promise<Out>[] = [];
  for await (const item of items) {
    const answer = work(item);
    // Looked at when its turn comes; until then a rejection is no unhandled one.
    answer.catch(() => {});
    ahead.push(answer);
    const first = ahead.length >= atOnce ? ahead.shift() : undefined;
    if (first) yield await first;
  }
  for (const answer of ahead) yield await answer;
}
