import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClouditia } from './emulator.builder';

let clouditia: Awaited<ReturnType<typeof aClouditia>>;
let waits: number[] = [];
let endWait = () => {};
beforeEach(async () => {
  waits = [];
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      waits.push(ms);
      endWait = resolve;
    });
  clouditia = await aClouditia({ wait });
});
afterEach(() => clouditia.close());

const raw = (signal?: AbortSignal, path = '/balance/') =>
  fetch(`${clouditia.url}/api/computing${path}`, { headers: { authorization: `Bearer ${clouditia.apiKey}` }, signal });
const sessions = () => clouditia.world.sessions.all;
/** Lets sockets and microtasks of this process do what is due, without waiting for any time to pass. */
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
/** Posts a create, hangs up once the emulator has noted it, and tells how many sessions there were at that moment. */
async function createAndHangUp() {
  const giveUp = new AbortController();
  const asked = fetch(`${clouditia.url}/api/computing/sessions/create/`, {
    ...{ method: 'POST', body: '{}', signal: giveUp.signal },
    headers: { authorization: `Bearer ${clouditia.apiKey}` },
  }).catch((error: Error) => error.name);
  await until(() => clouditia.log.entries.length > 0);
  const before = sessions().length;
  giveUp.abort();
  return { before, outcome: await asked };
}

describe('which requests a fault meets', () => {
  it('counts by route, over HTTP, and can be taken back', async () => {
    await clouditia.control('/faults/', {
      kind: 'status',
      status: 503,
      route: 'GET /jobs/api/computing/balance',
      count: 2,
    });
    expect((await clouditia.get('/verify/')).status).toBe(200);
    expect((await clouditia.get('/balance/')).status).toBe(503);
    expect((await clouditia.control('/faults/')).body.faults).toMatchObject([{ kind: 'status', count: 1 }]);
    expect((await clouditia.get('/balance/')).status).toBe(503);
    expect((await clouditia.get('/balance/')).status).toBe(200);
    clouditia.fault({ kind: 'html', count: null });
    await fetch(`${clouditia.controlUrl}/faults/`, { method: 'DELETE' });
    expect((await clouditia.get('/balance/')).status).toBe(200);
  });

  it('says what is wrong with a fault that it does not know', async () => {
    const answer = await clouditia.control('/faults/', { kind: 'rain' });
    expect(answer).toMatchObject({ status: 400, body: { success: false, error: expect.any(String) } });
  });

  it('notes the faults in the log', async () => {
    clouditia.fault({ kind: 'status', status: 500 });
    await clouditia.get('/balance/');
    expect(clouditia.log.entries).toMatchObject([{ faults: ['status'], status: 500 }]);
  });
});

describe('transport', () => {
  it('answers a status with a body and a Retry-After', async () => {
    clouditia.fault({
      kind: 'status',
      status: 429,
      body: { success: false, error: 'Trop vite' },
      headers: { 'retry-after': '7' },
    });
    const response = await raw();
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      429,
      '7',
      { success: false, error: 'Trop vite' },
    ]);
  });

  it('delays a request before it is handled', async () => {
    clouditia.fault({ kind: 'delay', ms: 4000 });
    const asked = clouditia.post('/sessions/create/', {});
    await until(() => waits.length > 0);
    expect([waits, sessions()]).toEqual([[4000], []]);
    endWait();
    expect((await asked).status).toBe(200);
  });

  it('delays the first byte of what is handled already', async () => {
    clouditia.fault({ kind: 'first-byte-delay', ms: 4000 });
    const asked = clouditia.post('/sessions/create/', {});
    await until(() => waits.length > 0);
    expect(sessions()).toHaveLength(1);
    endWait();
    expect((await asked).status).toBe(200);
  });

  it('cuts a body in its middle', async () => {
    clouditia.fault({ kind: 'truncate' });
    const response = await raw();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('sends HTML instead of JSON', async () => {
    clouditia.fault({ kind: 'html' });
    const response = await raw();
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/html',
      expect.stringMatching(/^<html>/),
    ]);
  });

  it.each([
    { kind: 'reset', made: 0 },
    { kind: 'reset-after', made: 1 },
  ] as const)('resets the connection: $kind', async ({ kind, made }) => {
    clouditia.fault({ kind });
    await expect(clouditia.post('/sessions/create/', {})).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(sessions()).toHaveLength(made);
  });

  it('keeps a half-open socket without a word, and lets go of it when closed', async () => {
    clouditia.fault({ kind: 'half-open' });
    const { hostname, port } = new URL(clouditia.url);
    const socket = connect(Number(port), hostname);
    const received: Buffer[] = [];
    socket.on('data', (bytes) => received.push(bytes)).on('error', () => {});
    socket.write('GET /jobs/api/computing/balance/ HTTP/1.1\r\nhost: x\r\n\r\n');
    await until(() => clouditia.log.entries.length > 0);
    // Another request goes through meanwhile.
    expect((await clouditia.get('/balance/')).status).toBe(200);
    expect([received, socket.closed]).toEqual([[], false]);
    await clouditia.close();
    await until(() => socket.closed);
    clouditia = await aClouditia();
  });
});

describe('the client gives up', () => {
  it('after which a create that was handled stands', async () => {
    clouditia.fault({ kind: 'answer-withheld', route: 'create' });
    expect(await createAndHangUp()).toMatchObject({ outcome: 'AbortError' });
    await until(() => sessions().length === 1);
    expect(clouditia.log.entries).toMatchObject([{ status: null }]);
  });

  it('before a create is handled, which it still is', async () => {
    clouditia.fault({ kind: 'handled-late', route: 'create' });
    expect(await createAndHangUp()).toEqual({ before: 0, outcome: 'AbortError' });
    await until(() => sessions().length === 1);
    expect(clouditia.log.entries).toMatchObject([{ status: null }]);
  });
});

describe('the shape of answers', () => {
  const shaped = async (fault: Parameters<typeof clouditia.fault>[0]) => {
    const id = await clouditia.started();
    clouditia.fault(fault);
    return (await clouditia.get(`/sessions/status/?session_id=${id}`)).body;
  };
  it.each([
    [{ kind: 'unknown-fields' }, { x_new: {}, session: { x_new: { list: [null, 1] }, limits: { x_new: {} } } }],
    [{ kind: 'null-lists' }, { session: { gpus: null } }],
    [{ kind: 'null-limits' }, { session: { limits: null } }],
    [{ kind: 'numbers-as-strings' }, { session: { vcpu: '4', gpus: [{ quantity: '1' }] } }],
    [{ kind: 'request-spelling' }, { session: { gpus: [{ type: 'nvidia-rtx-3090', count: 1 }] } }],
  ] as const)('can be %j', async (fault, expected) => expect(await shaped(fault)).toMatchObject(expected));

  it('can lack keys', async () => {
    const { session } = await shaped({ kind: 'missing', keys: ['limits', 'gpus'] });
    expect(session).toHaveProperty('vcpu');
    expect(session).not.toHaveProperty('limits');
    expect(session).not.toHaveProperty('gpus');
  });
});

describe('the service itself', () => {
  const costOf = async (id: string) => (await clouditia.get(`/sessions/cost/?session_id=${id}`)).body;
  const bookOf = (id: string) => clouditia.world.billing.books()[0]?.sessions.find((session) => session.id === id);

  it('accepts a stop that never happens', async () => {
    const id = await clouditia.started();
    clouditia.fault({ kind: 'stop-ignored' });
    expect((await clouditia.post('/sessions/stop/', { session_id: id })).body).toMatchObject({ success: true });
    clouditia.advance(3600);
    expect(await clouditia.statusOf(id)).toBe('running');
    expect(bookOf(id)?.chargedCents).toBe(100);
    await clouditia.post('/sessions/stop/', { session_id: id });
    clouditia.advance(3);
    expect(await clouditia.statusOf(id)).toBe('stopped');
  });

  it('lags behind with the cost', async () => {
    const id = await clouditia.started();
    clouditia.advance(3600);
    clouditia.fault({ kind: 'cost-lags', seconds: 1800, count: 1 });
    expect(await costOf(id)).toMatchObject({ cost: 0.5, duration_seconds: 1800 });
    expect(await costOf(id)).toMatchObject({ cost: 1, duration_seconds: 3600 });
    clouditia.fault({ kind: 'cost-lags', seconds: 999_999 });
    expect(await costOf(id)).toMatchObject({ cost: 0, duration_seconds: 0 });
  });

  it('contradicts itself about the cost', async () => {
    const id = await clouditia.started();
    clouditia.advance(3600);
    clouditia.fault({ kind: 'cost-contradicts' });
    expect(await costOf(id)).toMatchObject({ cost: 0.5, hourly_rate: 1, duration_seconds: 3600 });
    expect(bookOf(id)?.chargedCents).toBe(100);
  });

  it('loses sight of a session that it bills on', async () => {
    const id = await clouditia.started();
    const other = await clouditia.started();
    clouditia.fault({ kind: 'session-vanishes', sessionId: id.slice(0, 8), count: null });
    expect((await clouditia.get(`/sessions/status/?session_id=${id}`)).status).toBe(404);
    expect((await clouditia.get(`/sessions/cost/?session_id=${id}`)).status).toBe(404);
    expect((await clouditia.get('/sessions/')).body.sessions).toMatchObject([{ id: other }]);
    expect((await clouditia.get('/sessions/costs/?active_only=true')).body.session_count).toBe(1);
    clouditia.advance(3595);
    expect(bookOf(id)?.chargedCents).toBe(100);
  });
});
