import { ReticleError } from '#common/errors';
import type { ClouditiaClient } from './clouditia-client';
import type { ClouditiaNet } from './clouditia-net';
import { type ClouditiaSession, isOver } from './session-reader';

export type SessionWait = {
  readonly timeoutMs: number;
  readonly pollMs: number;
};
/** As in Clouditia's own client. */
export const READY_WAIT: SessionWait = { timeoutMs: 180_000, pollMs: 3000 };
export const STOPPED_WAIT: SessionWait = { timeoutMs: 120_000, pollMs: 2000 };

/**
 * Waits until a session runs. One that is not found yet may still appear. The session is left as it is when the wait
 * ends without it.
 *
 * @throws {ReticleError} CLOUDITIA_SESSION_ENDED, CLOUDITIA_NOT_READY
 */
export async function waitUntilReady(
  client: ClouditiaClient,
  net: ClouditiaNet,
  id: string,
  wait: SessionWait,
  signal: AbortSignal,
): Promise<ClouditiaSession> {
  for await (const session of watch(() => sessionIfKnown(client, id, signal), net, wait, signal)) {
    if (session?.status === 'running' && session.isReady !== false) return session;
    if (session && isOver(session)) {
      throw new ReticleError('CLOUDITIA_SESSION_ENDED', {
        name: session.name,
        reason: session.creationError ?? session.status,
      });
    }
  }
  throw new ReticleError('CLOUDITIA_NOT_READY', { seconds: wait.timeoutMs / 1000 });
}

/**
 * Waits until a session is over.
 *
 * @returns null when Clouditia does not know it any more, which is no proof that it is not billed
 * @throws {ReticleError} CLOUDITIA_NOT_STOPPED when it still runs in the end
 */
export async function waitUntilStopped(
  client: ClouditiaClient,
  net: ClouditiaNet,
  id: string,
  wait: SessionWait,
  signal: AbortSignal,
): Promise<ClouditiaSession | null> {
  for await (const session of watch(() => sessionIfKnown(client, id, signal), net, wait, signal)) {
    if (!session || isOver(session)) return session;
  }
  throw new ReticleError('CLOUDITIA_NOT_STOPPED', { seconds: wait.timeoutMs / 1000 });
}

/**
 * Waits until a queued wish has its session, which may still be starting. The wish stays in the queue when the wait
 * ends without it.
 *
 * @returns the id of the session
 * @throws {ReticleError} CLOUDITIA_QUEUE_ENDED, CLOUDITIA_STILL_QUEUED
 */
export async function waitInQueue(
  client: ClouditiaClient,
  net: ClouditiaNet,
  queueId: string,
  wait: SessionWait,
  signal: AbortSignal,
): Promise<string> {
  for await (const { job } of watch(() => client.queueJob(queueId, signal), net, wait, signal)) {
    if (job.sessionId !== null) return job.sessionId;
    if (job.status === 'failed' || job.status === 'cancelled') {
      throw new ReticleError('CLOUDITIA_QUEUE_ENDED', { status: job.status });
    }
  }
  throw new ReticleError('CLOUDITIA_STILL_QUEUED', { seconds: wait.timeoutMs / 1000 });
}

/** Null when Clouditia does not know it. */
async function sessionIfKnown(client: ClouditiaClient, id: string, signal: AbortSignal) {
  try {
    return await client.session(id, signal);
  } catch (error) {
    if (error instanceof ReticleError && error.code === 'CLOUDITIA_NOT_FOUND') return null;
    throw error;
  }
}

/** Looks at once, then every so often, until the time is up. */
async function* watch<T>(
  look: () => Promise<T>,
  net: ClouditiaNet,
  { timeoutMs, pollMs }: SessionWait,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const deadlineMs = net.now().getTime() + timeoutMs;
  do {
    signal.throwIfAborted();
    yield await look();
    await net.wait(pollMs, signal);
  } while (net.now().getTime() < deadlineMs);
}
