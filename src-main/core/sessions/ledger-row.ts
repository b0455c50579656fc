import { z } from 'zod';
import { ConnectionId, Provider } from '#common/contract/connections';
import { BillingState, Gpu, SessionId, SessionState } from '#common/contract/sessions';
import type { Money, Rate } from '#common/money';
import type { SessionWish } from './session-provider';

const json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape);
const Limit = z.object({ minor: z.int(), currency: z.string() }).nullable();
const Wish = z.object({
  gpus: z.array(Gpu),
  vcpu: z.number(),
  ramGb: z.number(),
  storageGb: z.number(),
  costLimit: Limit,
  durationLimitSeconds: z.number().nullable(),
  allowPartial: z.boolean(),
  queueIfUnavailable: z.boolean(),
}) satisfies z.ZodType<SessionWish>;

/** A session as it lies in the ledger. */
export const LedgerRow = z.object({
  id: SessionId,
  connectionId: ConnectionId,
  provider: Provider,
  requestId: z.string().nullable(),
  providerId: z.string().nullable(),
  queueId: z.string().nullable(),
  origin: z.enum(['created', 'found', 'adopted']),
  name: z.string(),
  wish: json(Wish.nullable()).nullable(),
  gpus: json(z.array(Gpu)),
  tags: json(z.array(z.string())),
  limitMinor: z.int().nullable(),
  limitCurrency: z.string().nullable(),
  limitSeconds: z.int().nullable(),
  state: SessionState,
  billing: BillingState,
  reason: z.string().nullable(),
  askedAtMs: z.int(),
  startedAtMs: z.int().nullable(),
  endedAtMs: z.int().nullable(),
  seenAtMs: z.int().nullable(),
  usedAtMs: z.int().nullable(),
  rateMicro: z.int().nullable(),
  currency: z.string().nullable(),
  costMinor: z.int().nullable(),
  costAtMs: z.int().nullable(),
  billedSeconds: z.number().nullable(),
  gapMinor: z.int().nullable(),
  sameReads: z.int(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

const OVER: readonly SessionState[] = ['stopped', 'failed', 'refused', 'not-made'];
export const isOver = ({ state }: Pick<LedgerRow, 'state'>) => OVER.includes(state);

/** What the provider last said that it has cost. */
export function costOf({ costMinor, currency }: LedgerRow): Money | null {
  return costMinor === null || currency === null ? null : { minor: costMinor, currency };
}

export function rateOf({ rateMicro, currency }: LedgerRow): Rate | null {
  return rateMicro === null || currency === null ? null : { microPerHour: rateMicro, currency };
}

export function limitOf({ limitMinor, limitCurrency }: LedgerRow): Money | null {
  return limitMinor === null || limitCurrency === null ? null : { minor: limitMinor, currency: limitCurrency };
}
