import { z } from 'zod';
import { ClouditiaTroubleError } from './clouditia-errors';
import type { Clouditia } from './clouditia-net';
import { findLostCreate, knownBefore } from './lost-create';
import { type Answer, demandSuccess, parsed, sendOnce } from './request';
import { SessionReader } from './session-reader';
import { bodyOf, type Created, missingOf, type SessionWish } from './session-wish';
import { looseNumber, looseText } from './wire-values';

const SessionAnswer = z.object({ session: SessionReader });
const QueuedAnswer = z.object({ queue_id: z.string().min(1), position: looseNumber, message: looseText });

/**
 * Creates a session, or queues the wish. It is sent once: when its answer is lost, what is there now is compared with
 * what was there before. Once sent it is not cancelled either, for then nobody would know what is being billed; the
 * caller looks at its signal when it has the answer.
 *
 * @throws {ClouditiaNoGpuError} for lack of GPUs
 * @throws {ReticleError} CLOUDITIA_*; CLOUDITIA_CREATE_UNKNOWN when it cannot be said whether there is a session
 */
export async function createSession(clouditia: Clouditia, wish: SessionWish, signal: AbortSignal): Promise<Created> {
  const before = await knownBefore(clouditia, wish, signal);
  const call = { method: 'POST', path: '/sessions/create/', body: bodyOf(wish) } as const;
  const uncancelled = new AbortController().signal;
  signal.throwIfAborted();
  try {
    return readCreated(await sendOnce(clouditia, call, clouditia.connection.createTimeoutMs, uncancelled), wish);
  } catch (error) {
    if (!(error instanceof ClouditiaTroubleError) || !error.mayBeDone) throw error;
    return findLostCreate(clouditia, wish, before, error);
  }
}

/** A session in the answer is a session that is billed, whatever else the answer says. */
function readCreated(answer: Answer, wish: SessionWish): Created {
  if (answer.body.session) {
    const { session } = parsed(SessionAnswer, answer.body);
    return { kind: 'session', session, missing: missingOf(session, wish) };
  }
  if (answer.body.queued) {
    const { queue_id, position, message } = parsed(QueuedAnswer, answer.body);
    return { kind: 'queued', queueId: queue_id, position, message: message ?? '' };
  }
  demandSuccess(answer);
  throw new ClouditiaTroubleError('CLOUDITIA_BAD_ANSWER', { reason: 'session' }, true);
}
