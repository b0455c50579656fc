import jsonata from 'jsonata';
import { ReticleError } from '#common/errors';
import { Prediction } from '#common/prediction/prediction';

export type PostTransform = (prediction: Prediction) => Promise<Prediction>;

/** How deep an expression may call itself; beyond it, it most likely never ends. */
const maxDepth = 500;

/**
 * A Pop's `postTransform`. What it makes is the prediction where it still is one; anything else is laid beside the
 * picture's size as `transformed`, so that every reader of predictions still finds its way.
 *
 * @param limitMs - after which an expression that goes on is ended
 * @throws {ReticleError} POP_TRANSFORM when it is no JSONata; the transform itself throws the same when it fails.
 */
export function postTransform(expression: string, limitMs: number): PostTransform {
  const compiled = compile(expression, limitMs);
  return async (prediction) => {
    const made = await evaluate(compiled, prediction, limitMs);
    const asPrediction = Prediction.safeParse(made);
    if (asPrediction.success) return asPrediction.data;
    const { source_width, source_height, timestamp, seconds } = prediction;
    return {
      source_width,
      source_height,
      ...(timestamp != null && { timestamp, seconds }),
      transformed: made ?? null,
    };
  };
}

function compile(expression: string, limitMs: number): jsonata.Expression {
  try {
    return jsonata(expression, { timeout: limitMs, stack: maxDepth });
  } catch (cause) {
    throw new ReticleError('POP_TRANSFORM', { reason: reasonOf(cause, limitMs) }, { cause });
  }
}

async function evaluate(compiled: jsonata.Expression, prediction: Prediction, limitMs: number): Promise<unknown> {
  try {
    const made: unknown = await compiled.evaluate(prediction);
    // Through JSON, as what it makes is stored: JSONata marks its lists with properties of its own.
    return made === undefined ? undefined : JSON.parse(JSON.stringify(made));
  } catch (cause) {
    throw new ReticleError('POP_TRANSFORM', { reason: reasonOf(cause, limitMs) }, { cause });
  }
}

/** JSONata throws plain objects with a code and a message. */
function reasonOf(cause: unknown, limitMs: number): string {
  const { code, message } = { code: undefined, message: undefined, ...(isObject(cause) ? cause : {}) };
  if (code === 'D1011') return `it calls itself more than ${maxDepth} times`;
  if (code === 'D1012') return `it takes longer than ${limitMs / 1000} s`;
  return String(message ?? cause)
    .split('\n', 1)
    .join('')
    .slice(0, 300);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
