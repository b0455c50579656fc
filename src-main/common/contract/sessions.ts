import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { WireError } from '../errors';
import { Money, Rate } from '../money';
import { base } from './base';
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

/** What a span of time will cost in all, as far as it can be known now. */
export const Forecast = z.object({
  low: Money,
  expected: Money,
  high: Money.describe('the band between low and high should hold four times of five'),
});
export type Forecast = z.infer<typeof Forecast>;

export const AccountMeter = z.object({
  connectionId: ConnectionId,
  balance: z.object({ amount: Money, atMs: z.int() }).nullable(),
  lastsMs: z
    .number()
    .nullable()
    .describe('how long the balance lasts if all goes on as it runs; null where nothing does'),
  okAtMs: z.int().nullable().describe('when it last answered, since the start'),
  error: WireError.nullable().describe('why it cannot be asked just now'),
});

/** All amounts are lists of one a currency: what is in different currencies is never added. */
export const Meter = z.object({
  alarm: z
    .enum(['none', 'paid', 'near', 'unconfirmed'])
    .describe('near: over 80 % of a budget; unconfirmed: a stop that no provider confirmed'),
  rates: z.array(Rate).describe('of all that is billed now'),
  isAtLeast: z.boolean().describe('an account cannot be reached, or a price is not known: it may be more'),
  today: z.array(Money),
  month: z.array(Money),
  billing: z.int().describe('how many sessions are billed now'),
  orphans: z.int(),
  unconfirmed: z.int(),
  endsAtMs: z.int().nullable().describe('when the first limit at a provider ends a session'),
  worstCase: z
    .array(Money)
    .describe('what running sessions can still cost by those limits, even if this computer dies'),
  isBounded: z.boolean().describe('whether every running session has such a limit'),
  accounts: z.array(AccountMeter),
  budgets: z.array(BudgetState),
  forecast: z.object({ day: z.array(Forecast), month: z.array(Forecast) }),
});
export type Meter = z.infer<typeof Meter>;

/** What a session cost on a day. Days of a session add up to its cost. */
export const DayCost = z.object({
  day: z.string().describe('local, 2026-02-03'),
  sessionId: SessionId,
  amount: Money,
  idle: Money.describe('the part of it in which nothing ran'),
});
export type DayCost = z.infer<typeof DayCost>;

export const Offer = z.object({
  type: z.string(),
  name: z.string(),
  available: z.int(),
  rate: Rate.nullable().describe('of one; null where it was not said'),
});
export type Offer = z.infer<typeof Offer>;

export const QueueJob = z.object({
  queueId: z.string(),
  state: z.enum(['waiting', 'done', 'ended']),
  position: z.int().nullable().describe('1 is next'),
  attempts: z.int(),
  lastError: z.string().nullable(),
  askedAtMs: z.int().nullable(),
  providerId: z.string().nullable().describe('of the session that came of it'),
});
export type QueueJob = z.infer<typeof QueueJob>;

/** Not part of a session: it crosses only when a person asks to see it. */
export const SessionAccess = z.object({ url: z.string().nullable(), password: z.string().nullable() });
export type SessionAccess = z.infer<typeof SessionAccess>;

/** What was expected of a past day or month at its beginning, and what it cost. */
export const PastForecast = z.object({
  period: z.string().describe('2026-02-03 or 2026-02'),
  forecast: Forecast,
  actual: Money,
});
export type PastForecast = z.infer<typeof PastForecast>;

const one = z.object({ sessionId: SessionId });
const ofConnection = z.object({ connectionId: ConnectionId });
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

export const sessions = {
  /** Newest first, ended ones too. */
  list: base
    .input(z.object({ offset: z.int().nonnegative(), limit: z.int().positive().max(500) }))
    .output(z.array(Session)),
  get: base.input(one).output(Session),
  create: base.input(NewSession).output(Session),
  /** Ends when the provider confirms, or has not within two minutes: `stop` of the session says which. */
  stop: base.input(one).output(Session),
  stopAll: base.output(z.array(Session)),
  access: base.input(one).output(SessionAccess),
  adopt: base.input(one.extend({ tags: NewSession.shape.tags })).output(Session),
  rename: base.input(one.extend({ name: z.string().trim().min(1).max(100) })).output(Session),
  /** Asks the providers now instead of within the minute. */
  look: base.input(ofConnection).output(z.object({})),
  meter: base.output(Meter),
  costs: base.input(z.object({ from: day, to: day })).output(z.array(DayCost)),
  /** Newest first. */
  pastForecasts: base.output(z.array(PastForecast)),
  saveBudget: base.input(Budget).output(z.array(BudgetState)),
  removeBudget: base.input(z.object({ id: z.string() })).output(z.array(BudgetState)),
  offers: base.input(ofConnection).output(z.array(Offer)),
  queue: base.input(ofConnection).output(z.array(QueueJob)),
  changes: base.output(eventIterator(z.object({ revision: z.int() }))),
};
