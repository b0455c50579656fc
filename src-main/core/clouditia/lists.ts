import { z } from 'zod';
import type { Clouditia } from './clouditia-net';
import { type ClouditiaQueueJob, QueueReader } from './queue-reader';
import { read } from './request';
import { type ClouditiaSession, SessionReader } from './session-reader';
import { looseList } from './wire-values';

const SessionsAnswer = z.object({ sessions: looseList(SessionReader) });

/** @param status - `running`, `pending`, `stopped` or `failed`; null for all */
export async function listSessions(
  clouditia: Clouditia,
  status: string | null,
  signal: AbortSignal,
): Promise<ClouditiaSession[]> {
  const query = byStatus(status);
  return (await read(clouditia, { method: 'GET', path: '/sessions/', query }, SessionsAnswer, signal)).sessions;
}

/** @param status - `pending`, `processing`, `completed`, `failed` or `cancelled`; null for all */
export async function listQueue(
  clouditia: Clouditia,
  status: string | null,
  signal: AbortSignal,
): Promise<ClouditiaQueueJob[]> {
  const query = byStatus(status);
  return (await read(clouditia, { method: 'GET', path: '/queue/', query }, QueueReader, signal)).queue_jobs;
}

function byStatus(status: string | null): Readonly<Record<string, string>> {
  return status === null ? {} : { status };
}
