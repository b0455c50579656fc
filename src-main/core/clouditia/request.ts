import type { z } from 'zod';
import { errorOfStatus, type JsonObject, refusalOf } from './answer-errors';
import { ClouditiaTroubleError } from './clouditia-errors';
import type { Clouditia } from './clouditia-net';

export type Call = {
  readonly method: 'GET' | 'POST';
  /** Under `/api/computing`, with a slash at both ends. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
};

const RETRY_WAITS_MS = [1000, 2000, 4000];
const LONGEST_WAIT_MS = 30_000;
/** The name has not been found, or nobody listens: nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Asks what changes nothing, and asks again after 1, 2 and 4 s (or what `Retry-After` says) when no answer came, or
 * one of a server in trouble.
 *
 * @throws {ReticleError} CLOUDITIA_*
 */
export async function read<T>(clouditia: Clouditia, call: Call, reader: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  for (let turn = 0; ; turn += 1) {
    try {
      return parsed(
        reader,
        demandSuccess(await sendOnce(clouditia, call, clouditia.connection.requestTimeoutMs, signal)),
      );
    } catch (error) {
      const waitMs = RETRY_WAITS_MS[turn];
      const isPassing = error instanceof ClouditiaTroubleError && error.code !== 'CLOUDITIA_BAD_ANSWER';
      if (!isPassing || waitMs === undefined) throw error;
      await clouditia.net.wait(Math.min(error.retryAfterMs ?? waitMs, LONGEST_WAIT_MS), signal);
    }
  }
}

export type Answer = { readonly status: number; readonly body: JsonObject };

/** @throws {ReticleError} what `success: false` stands for */
export function demandSuccess(answer: Answer): JsonObject {
  if (answer.status === 400 || answer.body.success === false) throw refusalOf(answer.status, answer.body);
  return answer.body;
}

export function parsed<T>(reader: z.ZodType<T>, body: JsonObject): T {
  const result = reader.safeParse(body);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.') ?? '';
  throw new ClouditiaTroubleError('CLOUDITIA_BAD_ANSWER', { reason: field }, true);
}

/**
 * Sends one request, once: what asks for a change is not repeated blindly.
 *
 * @returns an answer of 2xx or 400, which may still say `success: false`
 * @throws {ReticleError} CLOUDITIA_*; a `ClouditiaTroubleError` says whether the change may have happened
 */
export async function sendOnce(
  { net, connection }: Clouditia,
  call: Call,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  const url = new URL(`${connection.url}/api/computing${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const patience = net.patience(timeoutMs);
  let received: { status: number; text: string; retryAfterMs: number | null };
  try {
    const response = await net.fetch(url, {
      method: call.method,
      headers: { authorization: `Bearer ${connection.apiKey}`, 'content-type': 'application/json' },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: AbortSignal.any([signal, patience]),
      // The key goes nowhere else, and a POST must not become a GET on the way.
      redirect: 'manual',
    });
    received = { status: response.status, text: await response.text(), retryAfterMs: retryAfterMs(response) };
  } catch (cause) {
    signal.throwIfAborted();
    const params = { host: url.host, seconds: timeoutMs / 1000 };
    if (patience.aborted) throw new ClouditiaTroubleError('CLOUDITIA_TIMED_OUT', params, true, null, { cause });
    throw new ClouditiaTroubleError('CLOUDITIA_UNREACHABLE', params, !isNotSent(cause), null, { cause });
  }
  const { status, text } = received;
  const body = jsonObject(text);
  if (status !== 400 && (status < 200 || status > 299)) throw errorOfStatus(status, body, received.retryAfterMs);
  if (body) return { status, body };
  throw new ClouditiaTroubleError('CLOUDITIA_BAD_ANSWER', { reason: 'not JSON' }, status !== 400);
}

function jsonObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function isNotSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'code' in cause && NOT_SENT.has(String(cause.code));
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
