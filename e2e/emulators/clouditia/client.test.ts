import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClouditiaClient } from '#core/clouditia/clouditia-client';
import type { SessionWish } from '#core/clouditia/session-wish';
import {
  READY_WAIT,
  STOPPED_WAIT,
  waitInQueue,
  waitUntilReady,
  waitUntilStopped,
} from '#core/clouditia/wait-for-session';
import { aClouditia, START_MS } from './emulator.builder';

let clouditia: Awaited<ReturnType<typeof aClouditia>>;
let client: ClouditiaClient;
let waits: number[] = [];
let patiences: { readonly ms: number; readonly end: AbortController }[] = [];
const signal = new AbortController().signal;
/** Waiting moves the emulator's time on; patience ends when a test says so. */
const net = {
  fetch,
  now: () => new Date(clouditia.world.agenda.nowMs),
  wait: async (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    waits.push(ms);
    clouditia.advance(ms / 1000);
  },
  patience: (ms: number) => {
    const end = new AbortController();
    patiences.push({ ms, end });
    return end.signal;
  },
};
const connect = (apiKey = clouditia.apiKey, url = clouditia.url) =>
  new ClouditiaClient(net, { url, apiKey, requestTimeoutMs: 60_000, createTimeoutMs: 90_000 });
beforeEach(async () => {
  [waits, patiences] = [[], []];
  clouditia = await aClouditia();
  client = connect();
});
afterEach(() => clouditia.close());

const [R3090, R4090] = ['nvidia-rtx-3090', 'nvidia-rtx-4090'];
const aWish = (over: Partial<SessionWish> = {}): SessionWish => ({
  ...{ gpus: [{ type: R3090, count: 1 }], vcpu: 4, ramGb: 16, storageGb: 20, costLimit: null },
  ...{ durationLimitSeconds: null, allowPartial: false, queueIfUnavailable: false, ...over },
});
const create = (over: Partial<SessionWish> = {}) => client.create(aWish(over), null, signal);
async function running(over: Partial<SessionWish> = {}): Promise<string> {
  const created = await create(over);
  if (created.kind !== 'session') throw new Error('queued');
  clouditia.advance(5);
  return created.session.id;
}
const made = () => clouditia.world.sessions.all;
const posted = (path: string) =>
  clouditia.log.routes().filter((route) => route === `POST /jobs/api/computing${path}`).length;
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
/** Lets the patience with the latest request end once the emulator has come so far. */
async function giveUpWhen(holds: () => boolean): Promise<void> {
  await until(holds);
  patiences.at(-1)?.end.abort();
}
const hasMet =
  (kind: string, times = 1) =>
  () =>
    clouditia.log.entries.filter(({ faults }) => faults.some((fault) => fault === kind)).length >= times;

describe('every call', () => {
  it('verifies a key', async () => {
    expect(await client.verify(signal)).toEqual({ userName: 'nora', email: 'nora@example.org' });
    await expect(connect('sk_compute_wrong').verify(signal)).rejects.toMatchObject({ code: 'CLOUDITIA_KEY_REFUSED' });
    await clouditia.control('/revoke/', { user: 'nora' });
    await expect(client.verify(signal)).rejects.toMatchObject({ code: 'CLOUDITIA_KEY_REFUSED' });
  });

  it('creates a session with all that was wished, and follows it to its end', async () => {
    const over = { vcpu: 8, costLimit: { minor: 450, currency: 'EUR' }, durationLimitSeconds: 5400 };
    const created = await create(over);
    if (created.kind !== 'session') throw new Error('queued');
    const { id } = created.session;
    expect(created).toMatchObject({ missing: [], session: { status: 'pending', vcpu: 8, ramGb: 16, storageGb: 20 } });
    const limits = { cost: over.costLimit, durationSeconds: 5400, isAutoStop: true };
    const ready = await waitUntilReady(client, net, id, READY_WAIT, signal);
    expect(ready).toMatchObject({ id, status: 'running', startedAt: new Date(START_MS + 5000), limits });
    expect(waits).toEqual([3000, 3000]);
    await client.rename(id, 'entrainement-a', signal);
    expect(await client.newKey(id, 'lambda-gpu', signal)).toMatch(/^sk_live_/);
    clouditia.advance(3600 - 4);
    await client.stop(ready.shortId, signal);
    const stopped = await waitUntilStopped(client, net, id, STOPPED_WAIT, signal);
    expect(stopped).toMatchObject({ name: 'entrainement-a', status: 'stopped', password: null });
    await client.stop(id, signal);
    expect(await client.sessions('stopped', signal)).toMatchObject([{ id }]);
    expect(await client.sessions('running', signal)).toEqual([]);
  });

  it('agrees with the books to the cent', async () => {
    const first = await running({ gpus: [{ type: R4090, count: 2 }] });
    clouditia.advance(1234);
    const second = await running();
    clouditia.advance(777);
    const [book] = clouditia.world.billing.books();
    const chargedOf = (id: string) => book?.sessions.find((session) => session.id === id)?.chargedCents;
    const cost = await client.cost(first, signal);
    expect(cost).toMatchObject({ sessionId: first, status: 'running', durationSeconds: 1234 + 777 + 5, endedAt: null });
    expect(cost.cost).toEqual({ minor: chargedOf(first), currency: 'EUR' });
    expect(cost.ratePerHour).toEqual({ microPerHour: 3_000_000, currency: 'EUR' });
    const costs = await client.costs([first, second, '00000000'], signal);
    expect(costs.sessions.map((row) => row.cost?.minor)).toEqual([chargedOf(first), chargedOf(second)]);
    expect(costs.total?.minor).toBe(book?.chargedCents);
    expect((await client.activeCosts(signal)).total).toEqual(costs.total);
    expect((await client.balance(signal)).minor).toBe(book?.balanceCents);
  });

  it('lists what is for sale', async () => {
    expect(await client.inventory(signal)).toContainEqual({
      ...{ type: R4090, name: 'NVIDIA RTX 4090', available: 2, onDemand: null, datacenter: null, datacenterId: null },
      pricePerHour: { microPerHour: 1_500_000, currency: 'EUR' },
    });
  });

  it('waits in the queue, looks at the attempts and cancels', async () => {
    await clouditia.control('/stock/', { gpuType: R4090, available: 0 });
    const wish = { gpus: [{ type: R4090, count: 1 }], queueIfUnavailable: true };
    const created = await create(wish);
    if (created.kind !== 'queued') throw new Error('not queued');
    expect(created).toEqual({ ...created, position: 1, message: 'Demande mise en attente' });
    clouditia.advance(10);
    expect(await client.queue('pending', signal)).toMatchObject([
      { id: created.queueId, position: 1, attemptCount: 1 },
    ]);
    const { attempts } = await client.queueJob(created.queueId, signal);
    expect(attempts).toMatchObject([{ isSuccess: false, error: 'Aucun GPU disponible', missing: [R4090], free: [] }]);
    await clouditia.control('/stock/', { gpuType: R4090, available: 1 });
    clouditia.advance(10);
    const { job } = await client.queueJob(created.queueId, signal);
    expect(job).toMatchObject({ status: 'completed', position: null, sessionId: made()[0]?.id });
    const again = await create(wish);
    if (again.kind !== 'queued') throw new Error('not queued');
    await client.cancelQueueJob(again.queueId, signal);
    expect((await client.queueJob(again.queueId, signal)).job.status).toBe('cancelled');
    await expect(client.queueJob('00000000', signal)).rejects.toMatchObject({ code: 'CLOUDITIA_NOT_FOUND' });
  });
});

describe('a create that is refused', () => {
  const both = [
    { type: R3090, count: 1 },
    { type: R4090, count: 9 },
  ];

  it('for lack of GPUs says which, and asks before it takes less', async () => {
    const asked: unknown[] = [];
    const answering =
      (isFine: boolean) =>
      async (...lists: unknown[]) => {
        asked.push(lists);
        return isFine;
      };
    const refusal = { code: 'CLOUDITIA_NO_GPU', missing: [R4090], free: [R3090] };
    await expect(create({ gpus: both })).rejects.toMatchObject(refusal);
    await expect(client.create(aWish({ gpus: both }), answering(false), signal)).rejects.toMatchObject(refusal);
    expect(made()).toHaveLength(0);
    const created = await client.create(aWish({ gpus: both }), answering(true), signal);
    expect(created).toMatchObject({ kind: 'session', session: { id: made()[0]?.id }, missing: [R4090] });
    expect(asked).toEqual([
      [[R3090], [R4090]],
      [[R3090], [R4090]],
    ]);
  });

  it('does not ask when nothing is free', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    const wish = aWish({ gpus: [{ type: R4090, count: 9 }] });
    await expect(client.create(wish, ask, signal)).rejects.toMatchObject({ code: 'CLOUDITIA_NO_GPU', free: [] });
  });

  it('gives a session that is there, whatever else the answer says', async () => {
    const session = { id: '7b1f0c9e-52d4-4c7a-9a51-0f6f2d3e8a11', gpus: [{ slug: R3090 }] };
    const body = { success: false, error: 'Certains GPUs sont indisponibles', session, unavailable_gpus: [R4090] };
    clouditia.fault({ kind: 'status', status: 400, body, route: 'create' });
    expect(await create({ gpus: both })).toMatchObject({
      kind: 'session',
      missing: [R4090],
      session: { id: session.id },
    });
  });

  it.each([
    { over: { gpus: [{ type: 'nvidia-rtx-9999', count: 1 }] }, code: 'CLOUDITIA_REFUSED' },
    { over: { vcpu: 0 }, code: 'CLOUDITIA_REFUSED' },
    { over: { gpus: [] }, code: 'CLOUDITIA_REFUSED' },
  ])('for another reason is $code: $over', async ({ over, code }) => {
    await expect(create(over)).rejects.toMatchObject({ code });
  });

  it('for lack of credit says so', async () => {
    await clouditia.control('/credit/', { user: 'nora', creditCents: 0 });
    await expect(create()).rejects.toMatchObject({
      code: 'CLOUDITIA_NO_CREDIT',
      params: { reason: 'Crédit insuffisant' },
    });
  });
});

describe('a create whose answer is lost', () => {
  it.each(['reset-after', 'truncate', 'html'] as const)('is found in the list after %s', async (kind) => {
    await running();
    clouditia.fault({ kind, route: 'create' });
    const created = await create();
    expect(created).toMatchObject({ kind: 'session', session: { id: made()[1]?.id } });
    expect([made().length, posted('/sessions/create/')]).toEqual([2, 2]);
  });

  it('is found when a gateway gave up', async () => {
    clouditia.fault({ kind: 'answer-withheld', route: 'create' });
    const [created] = await Promise.all([create(), giveUpWhen(() => made().length > 0)]);
    expect(created).toMatchObject({ kind: 'session', session: { id: made()[0]?.id } });
    expect(patiences.some(({ ms }) => ms === 90_000)).toBe(true);
  });

  it('is found although the server made it only afterwards', async () => {
    clouditia.fault({ kind: 'handled-late', route: 'create' });
    const [created] = await Promise.all([create(), giveUpWhen(hasMet('handled-late'))]);
    expect(created).toMatchObject({ kind: 'session', session: { id: made()[0]?.id } });
    expect(made()).toHaveLength(1);
  });

  it('is found in the queue', async () => {
    await clouditia.control('/stock/', { gpuType: R4090, available: 0 });
    clouditia.fault({ kind: 'reset-after', route: 'create' });
    const created = await create({ gpus: [{ type: R4090, count: 1 }], queueIfUnavailable: true });
    expect(created).toMatchObject({ kind: 'queued', position: 1 });
    expect(posted('/sessions/create/')).toBe(1);
  });

  it('is not mistaken for somebody else’s session', async () => {
    clouditia.fault({ kind: 'half-open', route: 'create' });
    const somebodyElse = async () => {
      await until(hasMet('half-open'));
      await clouditia.post('/sessions/create/', { vcpu: 16 });
      patiences.at(-1)?.end.abort();
    };
    const [outcome] = await Promise.allSettled([create(), somebodyElse()]);
    expect(outcome).toMatchObject({ reason: { code: 'CLOUDITIA_CREATE_UNKNOWN', params: { found: 0 } } });
  });

  it('is unknown when nothing is found, and is not tried again', async () => {
    clouditia.fault({ kind: 'reset', route: 'create' });
    await expect(create()).rejects.toMatchObject({
      ...{ code: 'CLOUDITIA_CREATE_UNKNOWN', cause: { code: 'CLOUDITIA_UNREACHABLE' } },
    });
    expect(posted('/sessions/create/')).toBe(1);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(62_000);
  });

  it('is not looked for when it could not even be sent', async () => {
    const goneBefore: typeof fetch = async (input, init) => {
      if (String(input).endsWith('/create/')) await clouditia.close();
      return fetch(input, init);
    };
    const { url, apiKey } = clouditia;
    const connection = { url, apiKey, requestTimeoutMs: 60_000, createTimeoutMs: 90_000 };
    const creating = new ClouditiaClient({ ...net, fetch: goneBefore }, connection).create(aWish(), null, signal);
    await expect(creating).rejects.toMatchObject({ code: 'CLOUDITIA_UNREACHABLE' });
    expect(waits).toEqual([]);
    clouditia = await aClouditia();
  });

  it('is one of two that are alike, and each finds its own', async () => {
    clouditia.fault({ kind: 'reset-after', route: 'create', count: 2 });
    const both = await Promise.all([create(), create()]);
    const ids = both.map((created) => created.kind === 'session' && created.session.id);
    expect(ids).toEqual(made().map(({ id }) => id));
    expect(ids).toHaveLength(2);
  });

  it('is unknown when somebody else made one just like it', async () => {
    clouditia.fault({ kind: 'answer-withheld', route: 'create' });
    const somebodyElse = async () => {
      await until(() => made().length > 0);
      await clouditia.post('/sessions/create/', {});
      patiences.at(-1)?.end.abort();
    };
    const [outcome] = await Promise.allSettled([create(), somebodyElse()]);
    expect(outcome).toMatchObject({ reason: { code: 'CLOUDITIA_CREATE_UNKNOWN', params: { found: 2 } } });
  });

  it.each([500, 503, 524])('is looked for after status %i', async (status) => {
    clouditia.fault({ kind: 'status', status, route: 'create' });
    await expect(create()).rejects.toMatchObject({
      code: 'CLOUDITIA_CREATE_UNKNOWN',
      cause: { code: 'CLOUDITIA_BUSY' },
    });
    expect(posted('/sessions/create/')).toBe(1);
  });

  it.each([402, 409, 422, 429])('is not looked for after status %i, whose words are kept', async (status) => {
    clouditia.fault({ kind: 'status', status, body: { error: 'Pas maintenant' }, route: 'create' });
    await expect(create()).rejects.toMatchObject({ params: { reason: 'Pas maintenant' } });
    expect([waits, made()]).toEqual([[], []]);
  });
});

describe('reads', () => {
  it.each(['reset', 'reset-after', 'truncate'] as const)('are asked again after %s', async (kind) => {
    clouditia.fault({ kind, count: 3 });
    expect((await client.balance(signal)).minor).toBe(10_000);
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  it.each(['half-open', 'answer-withheld'] as const)('have a patience that ends: %s', async (kind) => {
    clouditia.fault({ kind, count: 1 });
    const [balance] = await Promise.all([client.balance(signal), giveUpWhen(hasMet(kind))]);
    expect([balance.minor, patiences.map(({ ms }) => ms)]).toEqual([10_000, [60_000, 60_000]]);
  });

  it('give up in the end, and name the time', async () => {
    clouditia.fault({ kind: 'half-open', count: null });
    const impatient = async () => {
      for (const times of [1, 2, 3, 4]) await giveUpWhen(hasMet('half-open', times));
    };
    const [outcome] = await Promise.allSettled([client.balance(signal), impatient()]);
    expect(outcome).toMatchObject({ reason: { code: 'CLOUDITIA_TIMED_OUT', params: { seconds: 60 } } });
  });

  it('wait as long as the server says, within reason', async () => {
    clouditia.fault({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    await client.balance(signal);
    clouditia.fault({ kind: 'status', status: 503, headers: { 'retry-after': '86400' } });
    await client.balance(signal);
    expect(waits).toEqual([7000, 30_000]);
  });

  it('keep the words of a server that stays in trouble', async () => {
    clouditia.fault({ kind: 'status', status: 503, body: { error: 'Maintenance' }, count: null });
    const params = { status: 503, reason: 'Maintenance' };
    await expect(client.balance(signal)).rejects.toMatchObject({ code: 'CLOUDITIA_BUSY', params });
    expect(clouditia.log.entries).toHaveLength(4);
  });

  it.each(['html', 'redirect'])('do not take %s for an answer', async (kind) => {
    clouditia.fault(kind === 'html' ? { kind } : { kind: 'status', status: 302, headers: { location: '../verify/' } });
    await expect(client.balance(signal)).rejects.toMatchObject({ code: 'CLOUDITIA_BAD_ANSWER' });
    expect(clouditia.log.entries).toHaveLength(1);
  });

  it.each([
    { kind: 'delay', ms: 5 },
    { kind: 'first-byte-delay', ms: 5 },
    { kind: 'unknown-fields' },
    { kind: 'numbers-as-strings' },
  ] as const)('are right in spite of $kind', async (fault) => {
    clouditia.fault(fault);
    expect(await client.balance(signal)).toEqual({ minor: 10_000, currency: 'EUR' });
  });

  it.each<Parameters<typeof clouditia.fault>[0]>([
    { kind: 'null-limits' },
    { kind: 'null-lists' },
    { kind: 'request-spelling' },
    { kind: 'missing', keys: ['vcpu', 'name', 'url', 'limits', 'gpus'] },
  ])('know a session in spite of $kind', async (fault) => {
    const id = await running({ gpus: [{ type: R3090, count: 2 }] });
    clouditia.fault({ ...fault, route: 'status' });
    expect(await client.session(id, signal)).toMatchObject({ id, gpus: [{ type: R3090, count: 2 }] });
  });

  it('say that nobody listens', async () => {
    await clouditia.close();
    await expect(client.balance(signal)).rejects.toMatchObject({ code: 'CLOUDITIA_UNREACHABLE' });
    clouditia = await aClouditia();
  });

  it('end with the reason of the signal', async () => {
    const stopped = new AbortController();
    clouditia.fault({ kind: 'half-open', count: null });
    const reading = client.balance(stopped.signal);
    await until(hasMet('half-open'));
    stopped.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a wait in the queue', () => {
  const queuedId = async () => {
    await clouditia.control('/stock/', { gpuType: R4090, available: 0 });
    const created = await create({ gpus: [{ type: R4090, count: 1 }], queueIfUnavailable: true });
    if (created.kind !== 'queued') throw new Error('not queued');
    return created.queueId;
  };
  const wait = (id: string) => waitInQueue(client, net, id, { timeoutMs: 60_000, pollMs: 5000 }, signal);

  it('ends with the session', async () => {
    const id = await queuedId();
    await clouditia.control('/stock/', { gpuType: R4090, available: 1 });
    const sessionId = await wait(id);
    expect([sessionId, waits]).toEqual([made()[0]?.id, [5000, 5000]]);
  });

  it('ends when its time is up, or the job is over without one', async () => {
    const id = await queuedId();
    await expect(wait(id)).rejects.toMatchObject({ code: 'CLOUDITIA_STILL_QUEUED', params: { seconds: 60 } });
    await client.cancelQueueJob(id, signal);
    await expect(wait(id)).rejects.toMatchObject({ code: 'CLOUDITIA_QUEUE_ENDED', params: { status: 'cancelled' } });
  });
});

describe('a cancel', () => {
  it('before a create sends nothing, and during one does not lose it', async () => {
    const stopped = new AbortController();
    clouditia.fault({ kind: 'delay', ms: 1, route: 'create' });
    const creating = client.create(aWish(), null, stopped.signal);
    await until(hasMet('delay'));
    stopped.abort();
    expect(await creating).toMatchObject({ kind: 'session', session: { id: made()[0]?.id } });
    await expect(client.create(aWish(), null, stopped.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(posted('/sessions/create/')).toBe(1);
  });
});

describe('other writes whose answer is lost', () => {
  it('stops: asks what became of it, then once more', async () => {
    const id = await running();
    clouditia.fault({ kind: 'reset', route: 'stop' });
    await client.stop(id, signal);
    expect(await waitUntilStopped(client, net, id, STOPPED_WAIT, signal)).toMatchObject({ status: 'stopped' });
    expect(posted('/sessions/stop/')).toBe(2);
  });

  it('stops: a second loss is said', async () => {
    const id = await running();
    clouditia.fault({ kind: 'reset', route: 'stop', count: null });
    await expect(client.stop(id, signal)).rejects.toMatchObject({ code: 'CLOUDITIA_UNREACHABLE' });
    expect(posted('/sessions/stop/')).toBe(2);
  });

  it('renames: looks at the name', async () => {
    const id = await running();
    clouditia.fault({ kind: 'reset-after', route: 'rename' });
    await client.rename(id, ' neuf ', signal);
    clouditia.fault({ kind: 'reset', route: 'rename' });
    await expect(client.rename(id, 'autre', signal)).rejects.toMatchObject({ code: 'CLOUDITIA_UNREACHABLE' });
    expect(posted('/sessions/rename/')).toBe(2);
  });

  it('cancels in the queue: looks at the job', async () => {
    const created = await create({ gpus: [{ type: R4090, count: 9 }], queueIfUnavailable: true });
    if (created.kind !== 'queued') throw new Error('not queued');
    clouditia.fault({ kind: 'truncate', route: 'cancel' });
    await client.cancelQueueJob(created.queueId, signal);
    expect(posted('/queue/cancel/')).toBe(1);
  });

  it('makes no second key', async () => {
    const id = await running();
    clouditia.fault({ kind: 'reset-after', route: 'generate-key' });
    await expect(client.newKey(id, 'x', signal)).rejects.toMatchObject({ code: 'CLOUDITIA_UNREACHABLE' });
    expect(posted('/sessions/generate-key/')).toBe(1);
  });
});

describe('a service that does not keep its word', () => {
  it('says that a session still runs after a stop', async () => {
    const id = await running();
    clouditia.fault({ kind: 'stop-ignored' });
    await client.stop(id, signal);
    const waiting = waitUntilStopped(client, net, id, STOPPED_WAIT, signal);
    await expect(waiting).rejects.toMatchObject({ code: 'CLOUDITIA_NOT_STOPPED', params: { seconds: 120 } });
  });

  it('does not take a session that vanished for one that is proven stopped', async () => {
    const id = await running();
    clouditia.fault({ kind: 'session-vanishes', sessionId: id, count: null });
    expect(await waitUntilStopped(client, net, id, STOPPED_WAIT, signal)).toBeNull();
    await expect(client.cost(id, signal)).rejects.toMatchObject({ code: 'CLOUDITIA_NOT_FOUND' });
  });

  it('reads a cost that lags or contradicts itself as it was told', async () => {
    const id = await running();
    clouditia.advance(3600);
    clouditia.fault({ kind: 'cost-lags', seconds: 1800, route: '/cost/' });
    expect(await client.cost(id, signal)).toMatchObject({ cost: { minor: 50 }, durationSeconds: 1800 });
    clouditia.fault({ kind: 'cost-contradicts', route: '/cost/' });
    expect(await client.cost(id, signal)).toMatchObject({ cost: { minor: 50 }, durationSeconds: 3600 });
  });

  it('waits for a session that runs and is not ready, and takes the word of a server that does not say', async () => {
    const id = await running();
    const session = { id, status: 'running', ready: false };
    clouditia.fault({ kind: 'status', status: 200, body: { success: true, session }, route: 'status', count: 2 });
    clouditia.fault({ kind: 'missing', keys: ['ready'], route: 'status', count: 3 });
    expect(await waitUntilReady(client, net, id, READY_WAIT, signal)).toMatchObject({ id, isReady: null });
    expect(waits).toEqual([3000, 3000]);
  });

  it('tells a session that fails, or never starts, and waits for one that is not listed yet', async () => {
    const created = await create();
    if (created.kind !== 'session') throw new Error('queued');
    const { id } = created.session;
    clouditia.fault({ kind: 'session-vanishes', sessionId: id, count: 1 });
    expect(await waitUntilReady(client, net, id, READY_WAIT, signal)).toMatchObject({ status: 'running' });
    await clouditia.control('/sessions/fail/', { sessionId: id });
    await expect(waitUntilReady(client, net, id, READY_WAIT, signal)).rejects.toMatchObject({
      ...{ code: 'CLOUDITIA_SESSION_ENDED', params: { reason: 'Échec de la session' } },
    });
    clouditia.fault({ kind: 'session-vanishes', sessionId: id, count: null });
    await expect(waitUntilReady(client, net, id, READY_WAIT, signal)).rejects.toMatchObject({
      ...{ code: 'CLOUDITIA_NOT_READY', params: { seconds: 180 } },
    });
  });
});
