import type { TextKey, TextParams } from '../texts/texts';

/** What is wrong at one place of a Pop, to be worded in the reader's language. */
export type PopProblem = {
  /** Component and field, e.g. `components[0].forward.targets[1].contourType`; empty for the whole Pop. */
  readonly path: string;
  readonly textKey: Extract<TextKey, `pops.problem.${string}`>;
  readonly params: TextParams;
};

/** A path in the form that a person finds again in the JSON: `components[0].forward.operator.type`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
