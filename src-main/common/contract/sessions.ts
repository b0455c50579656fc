import { z } from 'zod';
import { WireError } from '../errors';
import { Money, Rate } from '../money';
import { ConnectionId, Provider } from './connections';

export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

export const Gpu = z.object({ type: z.string().min(1).max(120), count: z.int().positive().max(64) });

/** What the machine does, as its provider says it. */
export const SessionState = z
  .enum(['asked', 'queued', 'starting', 'running', 'stopped', 'failed', 'refused', 'not-made', 'vanished', 'unknown'])
  .describe(
    'asked: no answer to the create yet; not-made: there was none, and nothing was found; vanished: the provider does not know it any more',
  );
export type SessionState = z.infer<typeof SessionState>;

/** Whether it costs money, which is another question than whether it runs. */
export const BillingState = z
  .enum(['none', 'billing', 'ended', 'unknown'])
  .describe('ended: the provider said so; unknown: it may still cost money');
export type BillingState = z.infer<typeof BillingState>;

/** How we know an amount. */
export const Figure = z.object({
  amount: Money,
  kind: z.enum(['estimated', 'billed']),
  source: z.enum(['provider', 'interpolated']).describe('interpolated: the provider’s last word, and its rate since'),
  atMs: z.int().describe('when the provider said it'),
});
export type Figure = z.infer<typeof Figure>;

export const StopBy = z.enum(['person', 'budget', 'idle']);
export type StopBy = z.infer<typeof StopBy>;

export const SessionStop = z.object({
  by: StopBy,
  askedAtMs: z.int(),
  outcome: z.enum(['waiting', 'confirmed', 'unconfirmed']),
  confirmedAtMs: z.int().nullable(),
  finalCost: Money.nullable(),
  error: WireError.nullable(),
});
export type SessionStop = z.infer<typeof SessionStop>;

export const Session = z.object({
  id: SessionId,
  connectionId: ConnectionId,
  provider: Provider,
  providerId: z.string().nullable(),
  origin: z.enum(['created', 'found', 'adopted']),
  isOrphan: z.boolean().describe('the provider has it, nobody here asked for it, and it may cost money'),
  name: z.string(),
  gpus: z.array(Gpu),
  tags: z.array(z.string()),
  limits: z.object({ cost: Money.nullable(), durationSeconds: z.number().nullable() }).describe('set at the provider'),
  state: SessionState,
  billing: BillingState,
  reason: z.string().nullable().describe('why it is over, or why nothing came of it'),
  askedAtMs: z.int(),
  startedAtMs: z.int().nullable(),
  endedAtMs: z.int().nullable(),
  seenAtMs: z.int().nullable().describe('when the provider last told of it'),
  rate: Rate.nullable().describe('null where it is not known, which is not nothing'),
  cost: Figure.nullable(),
  gap: z.object({ ours: Money, theirs: Money }).nullable().describe('where the two are more than 5 % apart'),
  idleMs: z.number().nullable(),
  endsAtMs: z.int().nullable().describe('when the limits at the provider end it, at this rate'),
  stop: SessionStop.nullable(),
});
export type Session = z.infer<typeof Session>;

export const BudgetStep = z.object({
  fraction: z.number().positive().max(1),
  action: z.enum(['warn', 'pause', 'stop']).describe('pause: nothing new is started; stop: also what runs is stopped'),
});

/** What may be spent. One that stops at 1 or below is a hard cap: limits at the provider are cut to fit into it. */
export const Budget = z.object({
  id: z.string().min(1).max(80),
  scope: z.enum(['day', 'month', 'session', 'tag']),
  tag: z.string().min(1).max(80).nullable().describe('of which sessions, where the scope is tag'),
  limit: Money.extend({ minor: z.int().nonnegative() }),
  steps: z.array(BudgetStep).max(8),
  isOn: z.boolean(),
});
export type Budget = z.infer<typeof Budget>;

/** A budget and where it stands; of the scope session, the session that is furthest. */
export const BudgetState = z.object({
  budget: Budget,
  spent: Money,
  fraction: z.number(),
  reserved: Money.describe('what the limits of running sessions still allow'),
  stops: z.array(SessionId).describe('what reaching the end of it would stop'),
});
export type BudgetState = z.infer<typeof BudgetState>;

export const NewSession = z.object({
  requestId: z.uuid().describe('of the click that asks for it: the same again gives the same session'),
  connectionId: ConnectionId,
  name: z.string().trim().min(1).max(100).nullable(),
  gpus: z.array(Gpu).min(1).max(16),
  vcpu: z.int().positive().max(512),
  ramGb: z.int().positive().max(8192),
  storageGb: z.int().positive().max(65_536),
  costLimit: Money.nullable().describe('null takes what the budgets leave'),
  durationLimitSeconds: z.int().positive().nullable(),
  allowPartial: z.boolean(),
  queueIfUnavailable: z.boolean(),
  tags: z.array(z.string().trim().min(1).max(80)).max(16),
});
export type NewSession = z.infer<typeof NewSession>;
