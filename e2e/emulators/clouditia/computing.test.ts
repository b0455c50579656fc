import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClouditia, ask } from './emulator.builder';

let clouditia: Awaited<ReturnType<typeof aClouditia>>;
beforeEach(async () => {
  clouditia = await aClouditia();
});
afterEach(() => clouditia.close());

describe('who may ask', () => {
  it('says whose key it is', async () => {
    const { body } = await clouditia.get('/verify/');
    expect(body).toEqual({ valid: true, user: { username: 'nora', email: 'nora@example.org' } });
  });

  it.each([
    ['GET', '/verify/'],
    ['POST', '/sessions/create/'],
    ['GET', '/sessions/status/'],
    ['GET', '/sessions/'],
    ['POST', '/sessions/stop/'],
    ['POST', '/sessions/rename/'],
    ['POST', '/sessions/generate-key/'],
    ['GET', '/inventory/'],
    ['GET', '/balance/'],
    ['GET', '/sessions/cost/'],
    ['POST', '/sessions/costs/'],
    ['GET', '/sessions/costs/?active_only=true'],
    ['GET', '/queue/'],
    ['GET', '/queue/job/'],
    ['POST', '/queue/cancel/'],
  ])('refuses an unknown key at %s %s', async (method, path) => {
    const body = { session_id: 'x', queue_id: 'x', name: 'x', session_ids: ['x'] };
    const url = `${clouditia.url}/api/computing${path}`;
    const answer = await ask(url, 'sk_compute_wrong', method === 'POST' ? body : undefined);
    expect(answer).toEqual({ status: 401, body: { success: false, error: 'Clé API inconnue' } });
  });

  it('tells a revoked key by verify, and refuses it elsewhere', async () => {
    await clouditia.control('/revoke/', { user: 'nora' });
    expect(await clouditia.get('/verify/')).toEqual({ status: 200, body: { valid: false } });
    expect((await clouditia.get('/balance/')).status).toBe(401);
  });

  it('knows no other path, and no other method', async () => {
    expect((await clouditia.get('/nothing/')).status).toBe(404);
    expect((await clouditia.post('/balance/', {})).status).toBe(405);
  });
});

describe('sessions', () => {
  it('creates one with every field of the contract', async () => {
    const wish = { vcpu: 8, ram: 32, storage: 50, cost_limit: 4.5, duration_limit: 5400 };
    const { status, body } = await clouditia.post('/sessions/create/', wish);
    expect(status).toBe(200);
    const { id } = body.session;
    expect(body).toEqual({
      success: true,
      session: {
        ...{ id, name: `compute-gpu-${id.slice(0, 8)}`, status: 'pending', vcpu: 8, ram: '32Gi', storage: '50Gi' },
        ...{ gpu_type: 'nvidia-rtx-3090', gpu_count: 1, gpus: [{ slug: 'nvidia-rtx-3090', quantity: 1 }] },
        ...{ vscode_port: expect.any(Number), jupyter_port: expect.any(Number), password: expect.any(String) },
        url: `${clouditia.editorUrl}/${id}/`,
        ...{ created_at: '2026-02-03T09:10:00.000Z', started_at: null },
        ...{ ready: false, creation_step: 'pending', creation_error: null },
        limits: { cost_limit: 4.5, duration_limit: 5400, auto_stop_enabled: true },
      },
    });
  });

  it('gives several types in one session', async () => {
    const gpus = [{ type: 'nvidia-rtx-3090', count: 2 }, { type: 'nvidia-rtx-3060ti' }];
    const { body } = await clouditia.post('/sessions/create/', { gpus, gpu_type: 'not looked at' });
    expect(body.session).toMatchObject({
      gpu_type: 'nvidia-rtx-3090,nvidia-rtx-3060ti',
      gpu_count: 3,
      gpus: [
        { slug: 'nvidia-rtx-3090', quantity: 2 },
        { slug: 'nvidia-rtx-3060ti', quantity: 1 },
      ],
      limits: { cost_limit: null, duration_limit: null, auto_stop_enabled: false },
    });
  });

  it.each([
    [{ vcpu: 0 }, 'vcpu doit être corrigé', 'invalid_parameter'],
    [{ cost_limit: -1 }, 'cost_limit doit être corrigé', 'invalid_parameter'],
    [{ gpus: [{ count: 1 }] }, 'gpus.0.type doit être corrigé', 'invalid_parameter'],
    [{ gpu_type: 'nvidia-rtx-9999' }, 'Type de GPU inconnu: nvidia-rtx-9999', 'unknown_gpu'],
  ])('refuses %j as a business error', async (wish, error, error_code) => {
    const answer = await clouditia.post('/sessions/create/', wish);
    expect(answer).toEqual({ status: 400, body: { success: false, error, error_code } });
    // The original takes these words for a lack of GPUs.
    expect(error).not.toMatch(/available|disponible/i);
  });

  it('refuses a body that is no JSON object', async () => {
    const headers = { authorization: `Bearer ${clouditia.apiKey}` };
    const url = `${clouditia.url}/api/computing/sessions/create/`;
    const response = await fetch(url, { method: 'POST', headers, body: '{"vcpu":' });
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'Corps JSON illisible' }]);
  });

  it('lists the newest first, by status when asked', async () => {
    const first = await clouditia.started();
    const second = await clouditia.started();
    const { body: third } = await clouditia.post('/sessions/create/', {});
    const ids = async (query: string) => {
      const { body } = await clouditia.get(`/sessions/${query}`);
      expect(body.count).toBe(body.sessions.length);
      return body.sessions.map((session: { id: string }) => session.id);
    };
    expect(await ids('')).toEqual([third.session.id, second, first]);
    expect(await ids('?status=running')).toEqual([second, first]);
    expect(await ids('?status=stopped')).toEqual([]);
  });

  it('is found by its whole id or its first 8 characters, and by nothing shorter', async () => {
    const id = await clouditia.started();
    const found = async (part: string) => (await clouditia.get(`/sessions/status/?session_id=${part}`)).status;
    expect(await found(id.slice(0, 8).toUpperCase())).toBe(200);
    expect(await found(id)).toBe(200);
    expect(await found(id.slice(0, 7))).toBe(404);
    expect(await clouditia.get('/sessions/status/?session_id=00000000')).toEqual({
      status: 404,
      body: { success: false, error: 'Session not found' },
    });
  });

  it('renames in every status, with a name of 1 to 100 characters', async () => {
    const id = await clouditia.started();
    const rename = (name: string) => clouditia.post('/sessions/rename/', { session_id: id, name });
    expect((await rename('  entrainement-a ')).body).toEqual({ success: true, name: 'entrainement-a' });
    expect((await clouditia.get(`/sessions/status/?session_id=${id}`)).body.session.name).toBe('entrainement-a');
    expect((await rename(' ')).status).toBe(400);
    expect((await rename('x'.repeat(101))).status).toBe(400);
  });

  it('hides the sessions of others', async () => {
    await clouditia.control('/users/', { name: 'otto', apiKey: 'sk_compute_otto', creditCents: 500 });
    const id = await clouditia.started();
    const asOtto = (path: string, body?: object) =>
      body ? clouditia.post(path, body, 'sk_compute_otto') : clouditia.get(path, 'sk_compute_otto');
    expect((await asOtto('/sessions/')).body.sessions).toEqual([]);
    expect((await asOtto(`/sessions/status/?session_id=${id}`)).status).toBe(404);
    expect((await asOtto('/sessions/stop/', { session_id: id })).status).toBe(404);
    expect((await asOtto('/sessions/costs/', { session_ids: [id] })).body.session_count).toBe(0);
    expect((await asOtto('/balance/')).body.balance).toBe(5);
  });
});

describe('money', () => {
  it('lists what is free and what it costs', async () => {
    await clouditia.control('/stock/', { gpuType: 'nvidia-rtx-3080ti', available: 0 });
    await clouditia.started();
    const { body } = await clouditia.get('/inventory/');
    expect(body.inventory).toEqual([
      { gpu_type: 'nvidia-rtx-3060ti', gpu_name: 'NVIDIA RTX 3060 Ti', available: 2, price_per_hour: 0.5 },
      { gpu_type: 'nvidia-rtx-3090', gpu_name: 'NVIDIA RTX 3090', available: 3, price_per_hour: 1 },
      { gpu_type: 'nvidia-rtx-4090', gpu_name: 'NVIDIA RTX 4090', available: 2, price_per_hour: 1.5 },
    ]);
  });

  it('tells the cost and duration of one session, while it runs and after', async () => {
    const id = await clouditia.started();
    clouditia.advance(4500);
    const { body } = await clouditia.get(`/sessions/cost/?session_id=${id.slice(0, 8)}`);
    expect(body).toEqual({
      ...{ success: true, session_id: id, short_id: id.slice(0, 8), name: `compute-gpu-${id.slice(0, 8)}` },
      ...{ status: 'running', cost: 1.25, hourly_rate: 1, currency: 'EUR' },
      ...{ duration_seconds: 4500, duration_hours: 1.25, duration_display: '1h 15m 0s' },
      ...{ started_at: '2026-02-03T09:10:05.000Z', ended_at: null },
    });
  });

  it('adds up several sessions, leaves unknown ones out, and counts none twice', async () => {
    const first = await clouditia.started();
    clouditia.advance(3600);
    const second = await clouditia.started({ gpu_type: 'nvidia-rtx-4090' });
    clouditia.advance(60);
    const session_ids = [first, second.slice(0, 8), second, '00000000'];
    const { body } = await clouditia.post('/sessions/costs/', { session_ids });
    expect(body).toMatchObject({ session_count: 2, total_cost: 1.05, total_duration_seconds: 3725, currency: 'EUR' });
    expect(body.total_duration_display).toBe('1h 2m');
    expect(body.sessions.map((row: { cost: number }) => row.cost)).toEqual([1.02, 0.03]);
    await clouditia.post('/sessions/stop/', { session_id: first });
    clouditia.advance(3);
    const active = await clouditia.get('/sessions/costs/?active_only=true');
    expect(active.body.sessions.map((row: { session_id: string }) => row.session_id)).toEqual([second]);
    expect((await clouditia.post('/sessions/costs/', {})).status).toBe(400);
  });
});

describe('the queue', () => {
  const wish = { gpu_type: 'nvidia-rtx-4090', gpu_count: 2, queue_if_unavailable: true, cost_limit: 3 };

  it('lists a job, shows its attempts and cancels it once', async () => {
    await clouditia.control('/stock/', { gpuType: 'nvidia-rtx-4090', available: 1 });
    const { status, body: queued } = await clouditia.post('/sessions/create/', wish);
    expect(status).toBe(200);
    expect(queued).toMatchObject({ success: true, queued: true, position: 1, message: 'Demande mise en attente' });
    expect(queued).toMatchObject({ unavailable_gpus: ['nvidia-rtx-4090'], available_gpus: [] });
    clouditia.advance(10);
    const expected = {
      ...{ queue_id: queued.queue_id, position: 1, status: 'pending', status_display: 'En attente' },
      gpu_config: { gpu_type: 'nvidia-rtx-4090', gpu_count: 2 },
      ...{ vcpu: 4, ram: 16, storage: 20, allow_partial: false, attempt_count: 1 },
      ...{ last_attempt_at: '2026-02-03T09:10:10.000Z', last_error: 'Aucun GPU disponible' },
      ...{ created_at: '2026-02-03T09:10:00.000Z', created_session_id: null },
    };
    expect((await clouditia.get('/queue/?status=pending')).body).toEqual({ success: true, queue_jobs: [expected] });
    expect((await clouditia.get('/queue/?status=completed')).body.queue_jobs).toEqual([]);
    const { body } = await clouditia.get(`/queue/job/?queue_id=${queued.queue_id.slice(0, 8)}`);
    expect(body).toEqual({
      success: true,
      queue_job: expected,
      attempts: [
        {
          ...{ attempt_id: expect.any(String), success: false, error_message: 'Aucun GPU disponible' },
          ...{ available_gpus: [], unavailable_gpus: ['nvidia-rtx-4090'], attempted_at: '2026-02-03T09:10:10.000Z' },
        },
      ],
    });
    const cancel = () => clouditia.post('/queue/cancel/', { queue_id: queued.queue_id });
    expect(await cancel()).toEqual({ status: 200, body: { success: true } });
    expect(await cancel()).toEqual({ status: 400, body: { success: false, error: 'Ce job est terminé' } });
    const { body: after } = await clouditia.get('/queue/?status=cancelled');
    expect(after.queue_jobs).toMatchObject([{ position: 0, status_display: 'Annulé' }]);
  });

  it('knows no other job', async () => {
    const gone = { status: 404, body: { success: false, error: 'Queue job not found' } };
    expect(await clouditia.get('/queue/job/?queue_id=00000000')).toEqual(gone);
    expect(await clouditia.post('/queue/cancel/', { queue_id: '00000000' })).toEqual(gone);
  });

  it('can be told to fail a job', async () => {
    await clouditia.control('/stock/', { gpuType: 'nvidia-rtx-4090', available: 0 });
    const { body } = await clouditia.post('/sessions/create/', wish);
    await clouditia.control('/queue/fail/', { user: 'nora', queueId: body.queue_id });
    const { body: shown } = await clouditia.get(`/queue/job/?queue_id=${body.queue_id}`);
    expect(shown.queue_job).toMatchObject({ status: 'failed', status_display: 'Échoué', position: 0 });
  });
});

it('notes what it received, with names instead of keys', async () => {
  await clouditia.post('/sessions/create/', { vcpu: 0 });
  await clouditia.get('/balance/', 'sk_compute_wrong');
  const { body } = await clouditia.control('/log/');
  expect(body.log).toMatchObject([
    { method: 'POST', path: '/jobs/api/computing/sessions/create/', body: '{"vcpu":0}', by: 'nora', status: 400 },
    { method: 'GET', path: '/jobs/api/computing/balance/', body: null, by: null, status: 401 },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/sk_compute/);
});
