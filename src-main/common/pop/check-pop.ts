import type { z } from 'zod';
import { Pop } from './pop';
import { type PopProblem, pathText } from './pop-problem';
import { ruleProblems } from './pop-rules';
import { sizeProblem } from './pop-size';

export type CheckedPop =
  | { readonly pop: Pop; readonly problems?: undefined }
  | { readonly pop?: undefined; readonly problems: readonly [PopProblem, ...PopProblem[]] };

/**
 * Reads a Pop from outside: its form, EyePop's rules, and limits that keep a hostile one from costing more than its
 * refusal. All problems are told, each with component and field.
 */
export function checkPop(value: unknown): CheckedPop {
  const size = sizeProblem(value);
  if (size) return { problems: [size] };
  const { data: pop, error } = Pop.safeParse(value);
  const [first, ...others] = error ? error.issues.flatMap((issue) => toProblems(issue, value)) : ruleProblems(pop);
  if (first) return { problems: [first, ...others] };
  if (!pop) return { problems: [{ path: '', textKey: 'pops.problem.invalid', params: {} }] };
  return { pop };
}

function toProblems(issue: z.core.$ZodIssue, whole: unknown): PopProblem[] {
  const path = pathText(issue.path);
  const problem = (textKey: PopProblem['textKey'], params: PopProblem['params'] = {}) => [{ path, textKey, params }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        textKey: 'pops.problem.unknownKey' as const,
        params: { key },
      }));
    case 'invalid_type':
      return problem(valueAt(whole, issue.path) === undefined ? 'pops.problem.missing' : needs(issue.expected));
    case 'invalid_value':
      return problem('pops.problem.notOneOf', { options: issue.values.map(String).join(', ') });
    case 'invalid_union':
      // The only union is that of the components, told apart by their `type`.
      return problem('pops.problem.unknownType', {
        options: Pop.shape.components.element.options.map(typeOf).join(', '),
      });
    case 'too_small':
      if (issue.origin === 'array') return problem('pops.problem.empty');
      if (issue.origin === 'string') return problem('pops.problem.empty');
      return problem(issue.inclusive ? 'pops.problem.atLeast' : 'pops.problem.above', { limit: Number(issue.minimum) });
    case 'too_big':
      return problem(issue.inclusive ? 'pops.problem.atMost' : 'pops.problem.below', { limit: Number(issue.maximum) });
    case 'invalid_format':
      return problem('pops.problem.fraction');
    default:
      return problem('pops.problem.invalid');
  }
}

const typeOf = (option: (typeof Pop.shape.components.element.options)[number]) => option.shape.type.value;

function needs(expected: string): PopProblem['textKey'] {
  switch (expected) {
    case 'string':
      return 'pops.problem.needsText';
    case 'int':
      return 'pops.problem.needsWhole';
    case 'number':
      return 'pops.problem.needsNumber';
    case 'boolean':
      return 'pops.problem.needsBoolean';
    case 'array':
      return 'pops.problem.needsList';
    default:
      return 'pops.problem.needsObject';
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), value);
}

const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;
