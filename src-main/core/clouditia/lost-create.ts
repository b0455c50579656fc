import { ReticleError } from '#common/errors';
import type { Clouditia } from './clouditia-net';
import { listQueue, listSessions } from './lists';
import type { ClouditiaQueueJob } from './queue-reader';
import type { ClouditiaGpu, ClouditiaSession } from './session-reader';
import { type Created, missingOf, type SessionWish } from './session-wish';

/** The ids of all sessions and queue jobs before a create. */
export type KnownBefore = ReadonlySet<string>;

/** A server that let go of us may still be at it, so we look more than once: for a minute in all. */
const LOOK_WAITS_MS = [0, 2000, 5000, 10_000, 15_000, 30_000];

export async function knownBefore(clouditia: Clouditia, wish: SessionWish, signal: AbortSignal): Promise<KnownBefore> {
  const sessions = await listSessions(clouditia, null, signal);
  const jobs = await queueFor(clouditia, wish, signal);
  return new Set([...sessions, ...jobs].map(({ id }) => id));
}

/**
 * Finds what a create brought about whose answer was lost: the one new session, or queue job, that is as it was wished.
 *
 * @throws {ReticleError} CLOUDITIA_CREATE_UNKNOWN when there is none, when there are several, or nobody answers
 */
export async function findLostCreate(
  clouditia: Clouditia,
  wish: SessionWish,
  before: KnownBefore,
  lost: Error,
): Promise<Created> {
  const signal = new AbortController().signal;
  let cause: unknown = lost;
  for (const waitMs of LOOK_WAITS_MS) {
    await clouditia.net.wait(waitMs, signal);
    const found = await lookFor(clouditia, wish, before, signal).catch((error: unknown) => {
      cause = error;
      return [];
    });
    if (found.length > 1) throw new ReticleError('CLOUDITIA_CREATE_UNKNOWN', { found: found.length }, { cause });
    if (found[0]) return found[0];
  }
  throw new ReticleError('CLOUDITIA_CREATE_UNKNOWN', { found: 0 }, { cause });
}

async function lookFor(
  clouditia: Clouditia,
  wish: SessionWish,
  before: KnownBefore,
  signal: AbortSignal,
): Promise<Created[]> {
  const isNew = ({ id }: { readonly id: string }) => !before.has(id);
  const sessions = (await listSessions(clouditia, null, signal)).filter((one) => isNew(one) && isAsWished(one, wish));
  const jobs = (await queueFor(clouditia, wish, signal)).filter((one) => isNew(one) && isQueuedAsWished(one, wish));
  // A job that has had its session since is that session.
  const waiting = jobs.filter((job) => !sessions.some(({ id }) => id === job.sessionId));
  return [
    ...sessions.map((session) => ({ kind: 'session', session, missing: missingOf(session, wish) }) as const),
    ...waiting.map(
      (job) => ({ kind: 'queued', queueId: job.id, position: job.position, message: job.statusText ?? '' }) as const,
    ),
  ];
}

/** The queue, where the wish could be in it. */
async function queueFor(clouditia: Clouditia, wish: SessionWish, signal: AbortSignal): Promise<ClouditiaQueueJob[]> {
  return wish.queueIfUnavailable ? listQueue(clouditia, null, signal) : [];
}

/** Whether a session can be what came of a wish. */
export function isAsWished(
  session: Size & { readonly gpus: readonly ClouditiaGpu[] } & {
    readonly limits: Omit<ClouditiaSession['limits'], 'isAutoStop'>;
  },
  wish: SessionWish,
): boolean {
  return (
    isSize(session, wish) &&
    (wish.allowPartial || missingOf(session, wish).length === 0) &&
    session.gpus.every((gpu) => wish.gpus.some(({ type, count }) => type === gpu.type && count >= gpu.count)) &&
    (session.limits.cost === null || session.limits.cost.minor === wish.costLimit?.minor) &&
    (session.limits.durationSeconds === null || session.limits.durationSeconds === wish.durationLimitSeconds)
  );
}

function isQueuedAsWished(job: ClouditiaQueueJob, wish: SessionWish): boolean {
  const config = JSON.stringify(job.gpuConfig);
  return isSize(job, wish) && wish.gpus.every(({ type }) => config.includes(`"${type}"`));
}

type Size = { readonly vcpu: number | null; readonly ramGb: number | null; readonly storageGb: number | null };

/** What the server does not say does not speak against it. */
function isSize(one: Size, wish: SessionWish): boolean {
  const agrees = (said: number | null, wished: number) => said === null || said === wished;
  return agrees(one.vcpu, wish.vcpu) && agrees(one.ramGb, wish.ramGb) && agrees(one.storageGb, wish.storageGb);
}
