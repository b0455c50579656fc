import type { z } from 'zod';
import { ReticleError } from '#common/errors';
import type { EyePopNet } from './eyepop-net';
import { type Call, send, textOf } from './send';
import { type Bearer, type Places, withRetries } from './with-retries';

/** For calls that answer at once; media have a patience of their own. */
export const callStallMs = 60_000;

export type ApiCall = Pick<Call, 'method'> & {
  readonly bearer: Bearer;
  readonly places: Places;
  /** Behind the place. */
  readonly path?: string;
  readonly json?: unknown;
  readonly isRepeatable?: boolean;
  readonly stallMs?: number;
};

/** Calls what answers in one piece. @returns the text of the answer @throws {ReticleError} EYEPOP_* */
export async function callApi(net: EyePopNet, call: ApiCall, signal: AbortSignal): Promise<string> {
  const { method, path = '', json, stallMs = callStallMs } = call;
  const content = json === undefined ? {} : { body: JSON.stringify(json), headers: jsonHeaders };
  return withRetries(
    net,
    call,
    async (place, token) => {
      const answer = await send(net, { method, url: place + path, token, stallMs, ...content }, signal);
      return textOf(answer.chunks);
    },
    signal,
  );
}

export const jsonHeaders = { 'content-type': 'application/json' };

/** What documents speak of is tried once, where the real route is not there. */
export async function orDocumented<T>(real: string, documented: string, ask: (url: string) => Promise<T>): Promise<T> {
  try {
    return await ask(real);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return ask(documented).catch((second: unknown) => {
      throw isMissing(second) ? error : second;
    });
  }
}

/** Whether a service answered 404. */
export const isMissing = (error: unknown): boolean =>
  error instanceof ReticleError && error.code === 'EYEPOP_REFUSED' && error.params.status === 404;

/** @throws {ReticleError} EYEPOP_BAD_ANSWER */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'not JSON' }, { cause });
  }
}

/** @throws {ReticleError} EYEPOP_BAD_ANSWER */
export function readAs<T>(schema: z.ZodType<T>, text: string, what: string): T {
  const result = schema.safeParse(parseJson(text));
  if (!result.success) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: `${what} has other fields` });
  return result.data;
}

/** A key or token that nothing can take the place of. */
export const fixedBearer = (value: string): Bearer => ({ get: async () => value, replace: async () => value });
