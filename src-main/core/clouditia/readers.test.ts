import { describe, expect, it } from 'vitest';
import { BalanceReader, CostReader, CostsReader, InventoryReader } from './account-reader';
import { QueueDetailsReader, QueueReader } from './queue-reader';
import { SessionReader } from './session-reader';

const id = '7b1f0c9e-52d4-4c7a-9a51-0f6f2d3e8a11';

describe('a session', () => {
  it('is read with every field', () => {
    const session = SessionReader.parse({
      ...{ id, name: 'essai', status: 'running', gpu_type: 'nvidia-rtx-3090', gpu_count: 1 },
      gpus: [{ slug: 'nvidia-rtx-3090', quantity: 1 }],
      ...{ vcpu: 8, ram: '32Gi', storage: '50Gi', vscode_port: 30211, jupyter_port: 30212, password: 'Qm4' },
      ...{ url: 'https://clouditia.com/code-editor/x/', created_at: '2026-02-03T09:10:00Z', started_at: null },
      limits: { cost_limit: 4.5, duration_limit: 5400, auto_stop_enabled: true },
    });
    expect(session).toEqual({
      ...{ id, shortId: '7b1f0c9e', name: 'essai', status: 'running', gpus: [{ type: 'nvidia-rtx-3090', count: 1 }] },
      ...{ vcpu: 8, ramGb: 32, storageGb: 50, vscodePort: 30211, jupyterPort: 30212, password: 'Qm4' },
      ...{ url: 'https://clouditia.com/code-editor/x/', createdAt: new Date('2026-02-03T09:10:00Z'), startedAt: null },
      ...{ isReady: null, creationError: null },
      limits: { cost: { minor: 450, currency: 'EUR' }, durationSeconds: 5400, isAutoStop: true },
    });
  });

  it('is read from its id alone', () => {
    const nothing = { cost: null, durationSeconds: null, isAutoStop: false };
    expect(SessionReader.parse({ id })).toMatchObject({
      ...{ name: 'compute-gpu-7b1f0c9e', status: 'unknown', gpus: [], vcpu: null, ramGb: null, limits: nothing },
    });
    expect(SessionReader.safeParse({}).success).toBe(false);
  });

  it.each([
    { name: 'numbers as strings', wire: { vcpu: '8', ram: '32' }, read: { vcpu: 8, ramGb: 32 } },
    { name: 'gigabytes as a number', wire: { ram: 16, storage: '20GB' }, read: { ramGb: 16, storageGb: 20 } },
    { name: 'what is no number', wire: { vcpu: 'many', ram: '' }, read: { vcpu: null, ramGb: null } },
    { name: 'limits of null', wire: { limits: null }, read: { limits: { cost: null } } },
    {
      name: 'a limit as a string',
      wire: { limits: { cost_limit: '4.50' } },
      read: { limits: { cost: { minor: 450 } } },
    },
    {
      name: 'the spelling of requests',
      wire: { gpus: [{ type: 'a', count: '2' }] },
      read: { gpus: [{ type: 'a', count: 2 }] },
    },
    {
      name: 'types without a list',
      wire: { gpus: null, gpu_type: 'a', gpu_count: 3 },
      read: { gpus: [{ type: 'a', count: 3 }] },
    },
    {
      ...{ name: 'several types without a list', wire: { gpu_type: 'a, b', gpu_count: 2 } },
      read: {
        gpus: [
          { type: 'a', count: 1 },
          { type: 'b', count: 1 },
        ],
      },
    },
    { name: 'a later word', wire: { status: 'hibernating' }, read: { status: 'unknown' } },
    { name: 'the later word for pending', wire: { status: 'creating' }, read: { status: 'pending' } },
    {
      name: 'a time without a zone',
      wire: { created_at: '2026-02-03T09:10:00' },
      read: { createdAt: new Date('2026-02-03T09:10:00Z') },
    },
    { name: 'a time that is none', wire: { created_at: 'soon' }, read: { createdAt: null } },
  ])('is read with $name', ({ wire, read }) => expect(SessionReader.parse({ id, ...wire })).toMatchObject(read));
});

describe('money', () => {
  it.each([
    [
      { balance: 87.25, currency: 'EUR' },
      { minor: 8725, currency: 'EUR' },
    ],
    [{ balance: '87.25' }, { minor: 8725, currency: 'EUR' }],
    [{ balance: -0.5 }, { minor: -50, currency: 'EUR' }],
    [
      { balance: 1500, currency: 'JPY' },
      { minor: 1500, currency: 'JPY' },
    ],
  ])('reads the balance %j', (wire, balance) => expect(BalanceReader.parse(wire)).toEqual(balance));

  it.each([{}, { balance: null }, { balance: 'much' }])('takes %j for no balance at all', (wire) =>
    expect(BalanceReader.safeParse(wire).success).toBe(false),
  );

  it('does not take an unknown cost for none', () => {
    const unknown = { cost: null, ratePerHour: null, durationSeconds: null };
    expect(CostReader.parse({ session_id: id })).toMatchObject(unknown);
    expect(CostsReader.parse({ sessions: [{ session_id: id, cost: 0 }] })).toMatchObject({
      ...{ total: null, sessions: [{ cost: { minor: 0, currency: 'EUR' } }] },
    });
  });

  it('reads prices finer than a cent, and a type once per datacenter', () => {
    const row = { gpu_type: 'a', gpu_name: 'A', available: 1, price_per_hour: '0.985', datacenter: 'Paris' };
    const { inventory } = InventoryReader.parse({ inventory: [row, { ...row, datacenter: 'Lyon' }, { available: 3 }] });
    expect(inventory).toMatchObject([
      { type: 'a', pricePerHour: { microPerHour: 985_000, currency: 'EUR' }, datacenter: 'Paris' },
      { datacenter: 'Lyon' },
    ]);
    expect(InventoryReader.parse({ inventory: null }).inventory).toEqual([]);
  });
});

describe('the queue', () => {
  it('is read from the ids alone, and without lists', () => {
    const { queue_jobs } = QueueReader.parse({ queue_jobs: [{ queue_id: 'q', position: 0, status: 'paused' }] });
    expect(queue_jobs).toMatchObject([
      { id: 'q', position: null, status: 'unknown', attemptCount: 0, sessionId: null },
    ]);
    expect(QueueDetailsReader.parse({ queue_job: { queue_id: 'q' }, attempts: null }).attempts).toEqual([]);
  });
});
