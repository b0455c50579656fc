import { ReticleError } from '#common/errors';
import type { ProviderCost, ProviderSession, SessionProvider } from '../sessions/session-provider';
import type { ClouditiaCost } from './account-reader';
import type { ClouditiaClient } from './clouditia-client';
import { isAsWished } from './lost-create';
import type { ClouditiaQueueJob } from './queue-reader';
import type { ClouditiaSession } from './session-reader';

/** Ids in one request for costs: some kilobytes. */
const COSTS_AT_ONCE = 100;

/** Clouditia as the ledger knows providers. */
export function clouditiaProvider(client: ClouditiaClient): SessionProvider {
  return {
    mayBeMade: (error) => !(error instanceof ReticleError) || error.code === 'CLOUDITIA_CREATE_UNKNOWN',
    create: async (wish, signal) => {
      const created = await client.create(wish, null, signal);
      if (created.kind === 'queued') return { kind: 'queued', queueId: created.queueId };
      return { kind: 'session', session: sessionOf(created.session), missing: created.missing };
    },
    list: async (signal) => (await client.sessions(null, signal)).map(sessionOf),
    find: async (id, signal) => {
      try {
        return sessionOf(await client.session(id, signal));
      } catch (error) {
        if (error instanceof ReticleError && error.code === 'CLOUDITIA_NOT_FOUND') return null;
        throw error;
      }
    },
    costs: async (ids, signal) => {
      const rows: ProviderCost[] = [];
      for (let start = 0; start < ids.length; start += COSTS_AT_ONCE) {
        const { sessions } = await client.costs(ids.slice(start, start + COSTS_AT_ONCE), signal);
        rows.push(...sessions.flatMap((row) => (row.sessionId === null ? [] : [costOf(row, row.sessionId)])));
      }
      return rows;
    },
    stop: (id, signal) => client.stop(id, signal),
    access: async (id, signal) => {
      const { url, password } = await client.session(id, signal);
      return { url, password };
    },
    rename: (id, name, signal) => client.rename(id, name, signal),
    balance: (signal) => client.balance(signal),
    offers: async (signal) =>
      (await client.inventory(signal)).map(({ type, name, available, pricePerHour }) => ({
        ...{ type, name, available, rate: pricePerHour },
      })),
    queue: async (signal) =>
      (await client.queue(null, signal)).map((job) => ({
        queueId: job.id,
        state: queueStateOf(job.status),
        providerId: job.sessionId,
        position: job.position,
        attempts: job.attemptCount,
        lastError: job.lastError,
        askedAtMs: job.createdAt?.getTime() ?? null,
      })),
    cancelQueued: (id, signal) => client.cancelQueueJob(id, signal),
    canBe: (session, wish) => isAsWished(session, wish),
  };
}

function sessionOf(session: ClouditiaSession): ProviderSession {
  return {
    providerId: session.id,
    name: session.name,
    state: session.status === 'pending' ? 'starting' : session.status,
    gpus: session.gpus,
    vcpu: session.vcpu,
    ramGb: session.ramGb,
    storageGb: session.storageGb,
    limits: { cost: session.limits.cost, durationSeconds: session.limits.durationSeconds },
    startedAtMs: session.startedAt?.getTime() ?? null,
    reason: session.creationError,
  };
}

function costOf(row: ClouditiaCost, providerId: string): ProviderCost {
  return {
    providerId,
    cost: row.cost,
    rate: row.ratePerHour,
    billedSeconds: row.durationSeconds,
    startedAtMs: row.startedAt?.getTime() ?? null,
    endedAtMs: row.endedAt?.getTime() ?? null,
  };
}

function queueStateOf(status: ClouditiaQueueJob['status']) {
  if (status === 'completed') return 'done';
  return status === 'failed' || status === 'cancelled' ? 'ended' : 'waiting';
}
