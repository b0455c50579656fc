import { ReticleError } from '#common/errors';
import { checkPop } from '#common/pop/check-pop';
import type { Pop } from '#common/pop/pop';
import type { PopProblem } from '#common/pop/pop-problem';
import { translate } from '#common/texts/texts';

/** @throws {ReticleError} POP_INVALID with the first thing that is wrong and how many more there are. */
export function parsePop(value: unknown): Pop {
  const { pop, problems } = checkPop(value);
  if (!problems) return pop;
  const [first, ...others] = problems;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new ReticleError('POP_INVALID', { problem: `${sentence(first)}${more}` });
}

/** A Pop as JSON. @throws {ReticleError} POP_INVALID */
export function parsePopText(text: string): Pop {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReticleError(
      'POP_INVALID',
      { problem: sentence({ path: '', textKey: 'pops.problem.notJson', params: { reason } }) },
      { cause },
    );
  }
  return parsePop(value);
}

/** In English: pages check a Pop themselves, while it is typed, and word what is wrong in their own language. */
function sentence({ path, textKey, params }: PopProblem): string {
  const what = translate('en', textKey, params);
  return path === '' ? `The Pop ${what}` : `${path}: ${what}`;
}
