import { z } from 'zod';
import { ReticleError } from '#common/errors';
import { parseJson } from './api-caller';
import type { EyePopConnection } from './eyepop-connection';
import { EyePopTroubleError } from './eyepop-errors';
import type { EyePopNet } from './eyepop-net';
import { send, textOf } from './send';
import { type EyePopSession, readSessions } from './session-reader';
import { phaseOf, readStatus, type SessionStatus } from './session-status';
import type { Bearer } from './with-retries';

/** How far a session is on its way to being ready; `silent` where it did not answer. */
export type HealthLook = {
  readonly status: SessionStatus | 'silent';
  readonly elapsedMs: number;
  readonly limitMs: number;
};

type Health =
  | { readonly isReady: true; readonly session: EyePopSession | null }
  | { readonly isReady: false; readonly status: HealthLook['status'] };

const ShortHealth = z.looseObject({
  session_status: z.string().nullish(),
  message: z.string().nullish(),
  pipeline_error: z.unknown().optional(),
});

/**
 * Asks a session how it is until it is ready. What does not answer is asked again until the time is up.
 *
 * @returns what the session says of itself by then; null where it says only that it is fine
 * @throws {ReticleError} EYEPOP_SESSION_DEAD, EYEPOP_PIPELINE_FAILED, EYEPOP_NOT_READY or EYEPOP_KEY_REFUSED
 */
export async function waitUntilReady(
  net: EyePopNet,
  endpoint: string,
  { readyTimeoutMs, pollIntervalMs }: Pick<EyePopConnection, 'readyTimeoutMs' | 'pollIntervalMs'>,
  bearer: Bearer,
  onLook: (look: HealthLook) => void,
  signal: AbortSignal,
): Promise<EyePopSession | null> {
  const startedMs = net.now().getTime();
  const elapsed = () => net.now().getTime() - startedMs;
  let token = await bearer.get();
  let refusals = 0;
  for (;;) {
    const leftMs = readyTimeoutMs - elapsed();
    if (leftMs <= 0) throw new ReticleError('EYEPOP_NOT_READY', { seconds: readyTimeoutMs / 1000 });
    const patienceMs = Math.min(leftMs, Math.max(pollIntervalMs, 10_000));
    try {
      const health = await look(net, endpoint, token, patienceMs, signal);
      if (health.isReady) return health.session;
      onLook({ status: health.status, elapsedMs: elapsed(), limitMs: readyTimeoutMs });
    } catch (error) {
      if (!(error instanceof EyePopTroubleError)) throw error;
      if (error.trouble === 'token') {
        refusals += 1;
        if (refusals > 1) throw error;
        token = await bearer.replace(token);
        continue;
      }
      onLook({ status: 'silent', elapsedMs: elapsed(), limitMs: readyTimeoutMs });
    }
    await net.wait(pollIntervalMs, signal);
  }
}

async function look(
  net: EyePopNet,
  endpoint: string,
  token: string | null,
  stallMs: number,
  signal: AbortSignal,
): Promise<Health> {
  const { chunks } = await send(net, { method: 'GET', url: `${endpoint}/health`, token, stallMs }, signal);
  const text = await textOf(chunks);
  // Workers of some age say it in words.
  if (/I'm fine/.test(text)) return { isReady: true, session: null };
  return readHealth(text, net.now());
}

/** @throws {ReticleError} EYEPOP_SESSION_DEAD or EYEPOP_PIPELINE_FAILED; what cannot be read is no answer yet */
export function readHealth(text: string, now: Date): Health {
  const short = ShortHealth.safeParse(orNull(() => parseJson(text)));
  if (!short.success) return { isReady: false, status: 'silent' };
  const [session = null] = orNull(() => readSessions(short.data, now)) ?? [];
  const { session_status: said, message } = short.data;
  const status = session?.status ?? readStatus(said);
  refuseEnded(session ?? { status, pipelineError: null });
  if (said == null) return message ? { isReady: true, session: null } : { isReady: false, status: 'unknown' };
  return phaseOf(status) === 'ready' ? { isReady: true, session } : { isReady: false, status };
}

/** @throws {ReticleError} EYEPOP_SESSION_DEAD or EYEPOP_PIPELINE_FAILED */
export function refuseEnded({ status, pipelineError }: Pick<EyePopSession, 'status' | 'pipelineError'>): void {
  if (pipelineError !== null) throw new ReticleError('EYEPOP_PIPELINE_FAILED', { reason: pipelineError });
  if (phaseOf(status) === 'ended') throw new ReticleError('EYEPOP_SESSION_DEAD', { status });
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
