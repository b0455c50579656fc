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
  for await (const session of watch(client, net, id, wait, signal)) {
    if (session?.status === 'running') return session;
    if (session && isOver(session)) {
      throw new ReticleError('CLOUDITIA_SESSION_ENDED', { name: session.name, status: session.status });
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
  for await (const session of watch(client, net, id, wait, signal)) {
    if (!session || isOver(session)) return session;
  }
  throw new ReticleError('CLOUDITIA_NOT_STOPPED', { seconds: wait.timeoutMs / 1000 });
}

/** Looks at once, then every so often, until the time is up. Null is a look that did not find it. */
async function* watch(
  client: ClouditiaClient,
  net: ClouditiaNet,
  id: string,
  { timeoutMs, pollMs }: SessionWait,
  signal: AbortSignal,
): AsyncGenerator<ClouditiaSession | null> {
  const deadlineMs = net.now().getTime() + timeoutMs;
  do {
    signal.throwIfAborted();
    yield await client.session(id, signal).catch((error: unknown) => {
      if (error instanceof ReticleError && error.code === 'CLOUDITIA_NOT_FOUND') return null;
      throw error;
    });
    await net.wait(pollMs, signal);
  } while (net.now().getTime() < deadlineMs);
}
