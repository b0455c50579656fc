import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClouditia } from './emulator.builder';

let clouditia: Awaited<ReturnType<typeof aClouditia>>;
beforeEach(async () => {
  clouditia = await aClouditia();
});
afterEach(() => clouditia.close());

const DAY = 24 * 3600;
const setStock = (available: Record<string, number>) =>
  Promise.all(
    Object.entries(available).map(([gpuType, count]) => clouditia.control('/stock/', { gpuType, available: count })),
  );
const freeOf = (slug: string) => clouditia.world.stock.rows().find((row) => row.slug === slug)?.available;
const bookOf = (id: string) =>
  clouditia.world.billing.books().flatMap((book) => book.sessions.filter((session) => session.id === id))[0];
const create = async (wish: object) => (await clouditia.post('/sessions/create/', wish)).body;

describe('the life of a session', () => {
  it('starts after 5 s, and costs nothing until then', async () => {
    const { session } = await create({});
    clouditia.advance(4.999);
    expect(await clouditia.statusOf(session.id)).toBe('pending');
    clouditia.advance(0.001);
    expect(await clouditia.statusOf(session.id)).toBe('running');
    expect(bookOf(session.id)).toMatchObject({ billedSeconds: 0, chargedCents: 0 });
  });

  it('runs on and is billed for 3 s after the request to stop, then gives everything back', async () => {
    const id = await clouditia.started();
    expect(freeOf('nvidia-rtx-3090')).toBe(3);
    clouditia.advance(3597);
    await clouditia.post('/sessions/stop/', { session_id: id });
    expect(await clouditia.statusOf(id)).toBe('running');
    clouditia.advance(2.999);
    expect(await clouditia.statusOf(id)).toBe('running');
    clouditia.advance(DAY);
    const { body } = await clouditia.get(`/sessions/status/?session_id=${id}`);
    expect(body.session).toMatchObject({ status: 'stopped', password: null });
    expect(freeOf('nvidia-rtx-3090')).toBe(4);
    expect(bookOf(id)).toMatchObject({ billedSeconds: 3600, chargedCents: 100, endReason: 'asked' });
    const again = await clouditia.post('/sessions/stop/', { session_id: id });
    expect(again).toEqual({ status: 400, body: { success: false, error: 'Session déjà arrêtée' } });
  });

  it('can be stopped before it has started, for nothing', async () => {
    const { session } = await create({});
    await clouditia.post('/sessions/stop/', { session_id: session.id });
    clouditia.advance(60);
    expect(bookOf(session.id)).toMatchObject({ status: 'stopped', startedAtMs: null, chargedCents: 0 });
  });

  it('can be told to fail', async () => {
    const id = await clouditia.started();
    clouditia.advance(1800);
    await clouditia.control('/sessions/fail/', { sessionId: id });
    clouditia.advance(1800);
    expect(await clouditia.statusOf(id)).toBe('failed');
    expect(bookOf(id)).toMatchObject({ chargedCents: 50, endReason: 'failed' });
    expect(freeOf('nvidia-rtx-3090')).toBe(4);
  });
});

describe('who gets which GPUs', () => {
  const gpus = [{ type: 'nvidia-rtx-3090' }, { type: 'nvidia-rtx-4090', count: 2 }];
  const [a, b] = ['nvidia-rtx-3090', 'nvidia-rtx-4090'];
  const some = {
    success: false,
    error: 'Certains GPUs sont indisponibles',
    unavailable_gpus: [b],
    available_gpus: [a],
  };
  const none = { success: false, error: 'Aucun GPU disponible', unavailable_gpus: [a, b], available_gpus: [] };
  const session = { success: true, session: { gpu_type: `${a},${b}` } };
  const part = { success: true, session: { gpu_type: a, gpu_count: 1 } };
  it.each([
    { partial: false, queue: false, all: session, some, none },
    { partial: true, queue: false, all: session, some: part, none },
    {
      ...{ partial: false, queue: true, all: session },
      some: { queued: true, unavailable_gpus: [b], available_gpus: [a] },
      none: { queued: true, unavailable_gpus: [a, b], available_gpus: [] },
    },
    { partial: true, queue: true, all: session, some: part, none: { queued: true } },
  ])('allow_partial $partial, queue_if_unavailable $queue', async ({ partial, queue, ...expected }) => {
    const wish = { gpus, allow_partial: partial, queue_if_unavailable: queue };
    expect(await create(wish)).toMatchObject(expected.all);
    await setStock({ [a]: 1, [b]: 1 });
    expect(await create(wish)).toMatchObject(expected.some);
    await setStock({ [a]: 0, [b]: 0 });
    const answer = await clouditia.post('/sessions/create/', wish);
    expect(answer.body).toMatchObject(expected.none);
    expect(answer.status).toBe(queue ? 200 : 400);
  });

  it('shares the stock among users', async () => {
    await clouditia.control('/users/', { name: 'otto', apiKey: 'sk_compute_otto', creditCents: 500 });
    await clouditia.started({ gpu_count: 4 });
    const answer = await clouditia.post('/sessions/create/', {}, 'sk_compute_otto');
    expect(answer.body.error).toBe('Aucun GPU disponible');
  });

  it('adds up a type that is asked for twice', async () => {
    const twice = [{ type: 'nvidia-rtx-4090', count: 2 }, { type: 'nvidia-rtx-4090' }];
    expect(await create({ gpus: twice })).toMatchObject({ unavailable_gpus: ['nvidia-rtx-4090'] });
  });
});

describe('billing', () => {
  it.each([
    { seconds: 17, cents: 0 },
    { seconds: 18, cents: 1 },
    { seconds: 8415, cents: 234 },
    { seconds: 30 * DAY, cents: 72_000 },
  ])('charges $cents cents for $seconds s at 1 EUR an hour', async ({ seconds, cents }) => {
    await clouditia.control('/credit/', { user: 'nora', creditCents: 100_000 });
    const id = await clouditia.started();
    clouditia.advance(seconds);
    expect(bookOf(id)).toMatchObject({ billedSeconds: seconds, chargedCents: cents });
    const { body } = await clouditia.get('/balance/');
    expect(body).toEqual({ success: true, balance: (100_000 - cents) / 100, currency: 'EUR' });
  });

  it('stops everything at the second the credit is used up, and creates nothing more', async () => {
    await clouditia.control('/credit/', { user: 'nora', creditCents: 300 });
    const first = await clouditia.started({ gpu_type: 'nvidia-rtx-4090' });
    const second = await clouditia.started({ gpu_type: 'nvidia-rtx-4090' });
    clouditia.advance(30 * DAY);
    const [one, two] = [bookOf(first), bookOf(second)];
    expect(one).toMatchObject({ status: 'stopped', endReason: 'no-credit' });
    expect(two?.endedAtMs).toBe(one?.endedAtMs);
    expect((one?.chargedCents ?? 0) + (two?.chargedCents ?? 0)).toBe(300);
    expect((await clouditia.get('/balance/')).body.balance).toBe(0);
    expect(await clouditia.post('/sessions/create/', {})).toEqual({
      status: 400,
      body: { success: false, error: 'Crédit insuffisant', error_code: 'insufficient_credit' },
    });
  });
});

describe('auto-stop', () => {
  it.each([
    { limits: { cost_limit: 4.5 }, seconds: 16_200, cents: 450, reason: 'cost-limit' },
    { limits: { duration_limit: 5400 }, seconds: 5400, cents: 150, reason: 'duration-limit' },
    { limits: { cost_limit: 1, duration_limit: 5400 }, seconds: 3600, cents: 100, reason: 'cost-limit' },
    { limits: { cost_limit: 10, duration_limit: 60 }, seconds: 60, cents: 2, reason: 'duration-limit' },
  ])('stops at $limits to the second', async ({ limits, seconds, cents, reason }) => {
    const id = await clouditia.started(limits);
    clouditia.advance(seconds - 0.001);
    expect(await clouditia.statusOf(id)).toBe('running');
    clouditia.advance(DAY);
    expect(await clouditia.statusOf(id)).toBe('stopped');
    expect(bookOf(id)).toMatchObject({ billedSeconds: seconds, chargedCents: cents, endReason: reason });
  });
});

describe('the queue worker', () => {
  const wish = { gpu_type: 'nvidia-rtx-4090', queue_if_unavailable: true };
  const jobs = async () => (await clouditia.get('/queue/')).body.queue_jobs;

  it('tries every 10 s, the oldest first, and moves the rest up', async () => {
    await setStock({ 'nvidia-rtx-4090': 0 });
    const first = await create({ ...wish, duration_limit: 600 });
    clouditia.advance(1);
    const second = await create(wish);
    expect([first.position, second.position]).toEqual([1, 2]);
    clouditia.advance(29);
    expect(await jobs()).toMatchObject([
      { queue_id: second.queue_id, position: 2, attempt_count: 3 },
      { queue_id: first.queue_id, position: 1, attempt_count: 3 },
    ]);
    await setStock({ 'nvidia-rtx-4090': 1 });
    clouditia.advance(9.999);
    expect(await jobs()).toMatchObject([{ attempt_count: 3 }, { attempt_count: 3 }]);
    clouditia.advance(0.001);
    const [waiting, done] = await jobs();
    expect(waiting).toMatchObject({ position: 1, status: 'pending', last_error: 'Aucun GPU disponible' });
    expect(done).toMatchObject({ position: 0, status: 'completed', status_display: 'Terminé', last_error: '' });
    const { body } = await clouditia.get(`/sessions/status/?session_id=${done.created_session_id}`);
    expect(body.session).toMatchObject({ status: 'pending', limits: { duration_limit: 600, auto_stop_enabled: true } });
    // What the first gives back after its limit goes to the second.
    clouditia.advance(5 + 600 + 10);
    expect((await jobs())[0]).toMatchObject({ status: 'completed', attempt_count: 4 + 61 });
  });

  it('takes what is free of several types when that is allowed', async () => {
    await setStock({ 'nvidia-rtx-3090': 0, 'nvidia-rtx-4090': 0 });
    const gpus = [{ type: 'nvidia-rtx-3090' }, { type: 'nvidia-rtx-4090' }];
    const queued = await create({ gpus, allow_partial: true, queue_if_unavailable: true });
    await setStock({ 'nvidia-rtx-4090': 1 });
    clouditia.advance(10);
    const { body } = await clouditia.get(`/queue/job/?queue_id=${queued.queue_id}`);
    expect(body.queue_job).toMatchObject({ status: 'completed', gpu_config: { gpus } });
    expect(body.attempts).toMatchObject([
      { success: true, available_gpus: ['nvidia-rtx-4090'], unavailable_gpus: ['nvidia-rtx-3090'] },
    ]);
  });

  it('goes on waiting without credit, and for a month', async () => {
    await setStock({ 'nvidia-rtx-4090': 0 });
    await create(wish);
    await clouditia.control('/credit/', { user: 'nora', creditCents: 0 });
    await setStock({ 'nvidia-rtx-4090': 1 });
    clouditia.advance(10);
    expect(await jobs()).toMatchObject([{ status: 'pending', last_error: 'Crédit insuffisant' }]);
    await clouditia.control('/clock/', { advanceSeconds: 30 * DAY - 10 });
    expect(await jobs()).toMatchObject([{ attempt_count: 30 * DAY * 0.1 }]);
    await clouditia.control('/credit/', { user: 'nora', creditCents: 100 });
    clouditia.advance(10);
    expect(await jobs()).toMatchObject([{ status: 'completed' }]);
  });
});

it('keeps books that add up over a month with many sessions', async () => {
  await clouditia.control('/credit/', { user: 'nora', creditCents: 50_000 });
  for (let day = 0; day < 30; day += 1) {
    const wish = { gpu_type: day % 2 ? 'nvidia-rtx-3060ti' : 'nvidia-rtx-3080ti', duration_limit: 3000 + 77 * day };
    await create(wish);
    clouditia.advance(DAY);
  }
  const { body } = await clouditia.control('/books/');
  const [book] = body.books;
  expect(book.sessions).toHaveLength(30);
  const sum = book.sessions.reduce(
    (cents: number, session: { chargedCents: number }) => cents + session.chargedCents,
    0,
  );
  expect(book).toMatchObject({ chargedCents: sum, balanceCents: 50_000 - sum });
  const { body: costs } = await clouditia.post('/sessions/costs/', {
    session_ids: book.sessions.map((session: { id: string }) => session.id),
  });
  expect(Math.round(costs.total_cost * 100)).toBe(sum);
});
