import { z } from 'zod';
import { ReticleError } from '#common/errors';
import type { Money } from '#common/money';
import {
  BalanceReader,
  type ClouditiaCost,
  type ClouditiaCosts,
  type ClouditiaOffer,
  CostReader,
  CostsReader,
  InventoryReader,
  UserReader,
} from './account-reader';
import { ClouditiaNoGpuError, ClouditiaTroubleError } from './clouditia-errors';
import type { Clouditia, ClouditiaConnection, ClouditiaNet } from './clouditia-net';
import { createSession } from './create-session';
import { listQueue, listSessions } from './lists';
import { type ClouditiaQueueJob, QueueDetailsReader } from './queue-reader';
import { type Call, demandSuccess, parsed, read, sendOnce } from './request';
import { type ClouditiaSession, isOver, SessionReader } from './session-reader';
import type { Created, SessionWish } from './session-wish';

const SessionAnswer = z.object({ session: SessionReader });
const KeyAnswer = z.object({ api_key: z.string().min(1) });

/** Asked when only some types are free; true takes those. */
export type AskPartial = (free: readonly string[], missing: readonly string[]) => Promise<boolean>;

/** Clouditia's Computing API. Every method rejects with a `ReticleError` CLOUDITIA_*. */
export class ClouditiaClient {
  readonly #clouditia: Clouditia;
  #lastCreate: Promise<unknown> = Promise.resolve();

  constructor(net: ClouditiaNet, connection: ClouditiaConnection) {
    this.#clouditia = { net, connection };
  }

  /** Whose key this is. @throws {ReticleError} CLOUDITIA_KEY_REFUSED */
  async verify(signal: AbortSignal): Promise<{ userName: string | null; email: string | null }> {
    const { isValid, userName, email } = await this.#read({ method: 'GET', path: '/verify/' }, UserReader, signal);
    if (!isValid) throw new ReticleError('CLOUDITIA_KEY_REFUSED', { reason: 'valid: false' });
    return { userName, email };
  }

  async inventory(signal: AbortSignal): Promise<ClouditiaOffer[]> {
    return (await this.#read({ method: 'GET', path: '/inventory/' }, InventoryReader, signal)).inventory;
  }

  async balance(signal: AbortSignal): Promise<Money> {
    return this.#read({ method: 'GET', path: '/balance/' }, BalanceReader, signal);
  }

  /** See `createSession`. When only some types are free, `askPartial` decides about those; null refuses. */
  async create(wish: SessionWish, askPartial: AskPartial | null, signal: AbortSignal): Promise<Created> {
    try {
      return await this.#createInTurn(wish, signal);
    } catch (error) {
      if (!(error instanceof ClouditiaNoGpuError) || error.free.length === 0 || wish.allowPartial) throw error;
      if (!askPartial || !(await askPartial(error.free, error.missing))) throw error;
    }
    return this.#createInTurn({ ...wish, allowPartial: true }, signal);
  }

  /** @param status - `running`, `pending`, `stopped` or `failed`; null for all */
  async sessions(status: string | null, signal: AbortSignal): Promise<ClouditiaSession[]> {
    return listSessions(this.#clouditia, status, signal);
  }

  /** @param id - whole, or its first 8 characters */
  async session(id: string, signal: AbortSignal): Promise<ClouditiaSession> {
    const call = { method: 'GET', path: '/sessions/status/', query: { session_id: id } } as const;
    return (await this.#read(call, SessionAnswer, signal)).session;
  }

  /** Asks for the stop, which takes a while. A session that is over already is no failure. */
  async stop(id: string, signal: AbortSignal): Promise<void> {
    const call = { method: 'POST', path: '/sessions/stop/', body: { session_id: id } } as const;
    try {
      await this.#write(call, signal);
    } catch (error) {
      if (!mayBeSo(error)) throw error;
      if (isOver(await this.session(id, signal))) return;
      if (!(error instanceof ClouditiaTroubleError)) throw error;
      // Nothing shows that the first request arrived, and the second does no harm if it did.
      await this.#write(call, signal);
    }
  }

  async rename(id: string, name: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#write({ method: 'POST', path: '/sessions/rename/', body: { session_id: id, name } }, signal);
    } catch (error) {
      if (!isLost(error) || (await this.session(id, signal)).name !== name.trim()) throw error;
    }
  }

  /** A new `sk_live_` key of this session. It is sent once; a key whose answer was lost is never seen by anyone. */
  async newKey(id: string, name: string, signal: AbortSignal): Promise<string> {
    const call = { method: 'POST', path: '/sessions/generate-key/', body: { session_id: id, name } } as const;
    return parsed(KeyAnswer, await this.#write(call, signal)).api_key;
  }

  async cost(id: string, signal: AbortSignal): Promise<ClouditiaCost> {
    return this.#read({ method: 'GET', path: '/sessions/cost/', query: { session_id: id } }, CostReader, signal);
  }

  /** Ids that are not known are left out of the answer. */
  async costs(ids: readonly string[], signal: AbortSignal): Promise<ClouditiaCosts> {
    return this.#read({ method: 'POST', path: '/sessions/costs/', body: { session_ids: ids } }, CostsReader, signal);
  }

  async activeCosts(signal: AbortSignal): Promise<ClouditiaCosts> {
    return this.#read({ method: 'GET', path: '/sessions/costs/', query: { active_only: 'true' } }, CostsReader, signal);
  }

  /** @param status - `pending`, `processing`, `completed`, `failed` or `cancelled`; null for all */
  async queue(status: string | null, signal: AbortSignal): Promise<ClouditiaQueueJob[]> {
    return listQueue(this.#clouditia, status, signal);
  }

  async queueJob(id: string, signal: AbortSignal) {
    return this.#read({ method: 'GET', path: '/queue/job/', query: { queue_id: id } }, QueueDetailsReader, signal);
  }

  async cancelQueueJob(id: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#write({ method: 'POST', path: '/queue/cancel/', body: { queue_id: id } }, signal);
    } catch (error) {
      if (!isLost(error) || (await this.queueJob(id, signal)).job.status !== 'cancelled') throw error;
    }
  }

  /** One after the other, so that of two lost answers each finds its own session. */
  async #createInTurn(wish: SessionWish, signal: AbortSignal): Promise<Created> {
    const mine = this.#lastCreate.then(() => createSession(this.#clouditia, wish, signal));
    this.#lastCreate = mine.catch(() => {});
    return mine;
  }

  #read<T>(call: Call, reader: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return read(this.#clouditia, call, reader, signal);
  }

  async #write(call: Call, signal: AbortSignal) {
    return demandSuccess(await sendOnce(this.#clouditia, call, this.#clouditia.connection.requestTimeoutMs, signal));
  }
}

const isLost = (error: unknown) => error instanceof ClouditiaTroubleError && error.mayBeDone;
/** A stop that is refused is most often one of a session that is over. */
const mayBeSo = (error: unknown) =>
  isLost(error) || (error instanceof ReticleError && error.code === 'CLOUDITIA_REFUSED');
