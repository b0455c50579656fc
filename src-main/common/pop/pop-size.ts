import { type PopProblem, pathText } from './pop-problem';

const maxValues = 200_000;
/** A component lies three levels below the one that forwards to it: `forward`, `targets`, its place in the list. */
const maxLevels = 100;

type Visit = { readonly value: object; readonly path: readonly PropertyKey[]; readonly leaves: boolean };

/**
 * Whether a value is small enough, and a tree at all, for what follows to walk it by recursion. An object that comes
 * from inside the app may hold itself; JSON cannot.
 */
export function sizeProblem(pop: unknown): PopProblem | null {
  if (typeof pop !== 'object' || pop === null) return null;
  const above = new Set<object>();
  const waiting: Visit[] = [{ value: pop, path: [], leaves: false }];
  let seen = 0;
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const { value, path, leaves } = visit;
    if (leaves) {
      above.delete(value);
      continue;
    }
    if (above.has(value)) return { path: pathText(path), textKey: 'pops.problem.cycle', params: {} };
    if (path.length > maxLevels) return { path: '', textKey: 'pops.problem.tooDeep', params: {} };
    above.add(value);
    waiting.push({ value, path, leaves: true });
    const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [key, part] of entries) {
      seen += 1;
      if (seen > maxValues) return { path: '', textKey: 'pops.problem.tooLarge', params: { limit: maxValues } };
      if (typeof part === 'object' && part !== null) waiting.push({ value: part, path: [...path, key], leaves: false });
    }
  }
  return null;
}
