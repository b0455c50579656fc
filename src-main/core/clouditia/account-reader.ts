import { z } from 'zod';
import { moneyOf, rateOf } from '#common/money';
import { statusOf } from './session-reader';
import { looseList, looseNumber, looseText, looseTime } from './wire-values';

const currency = z.string().min(1).catch('EUR');

export const UserReader = z
  .object({
    valid: z.unknown(),
    user: z.object({ username: looseText, email: looseText }).catch({ username: null, email: null }),
  })
  .transform(({ valid, user }) => ({ isValid: Boolean(valid), userName: user.username, email: user.email }));

/** What is for sale. The same type can come once per datacenter. */
export const InventoryReader = z.object({
  inventory: looseList(
    z
      .object({
        gpu_type: z.string().min(1),
        gpu_name: looseText,
        available: looseNumber,
        price_per_hour: looseNumber,
        on_demand: looseNumber,
        datacenter: looseText,
        datacenter_id: looseText,
      })
      .transform((wire) => ({
        type: wire.gpu_type,
        name: wire.gpu_name ?? wire.gpu_type,
        available: wire.available ?? 0,
        pricePerHour: wire.price_per_hour === null ? null : rateOf(wire.price_per_hour, 'EUR'),
        onDemand: wire.on_demand,
        datacenter: wire.datacenter,
        datacenterId: wire.datacenter_id,
      })),
  ),
});
export type ClouditiaOffer = z.infer<typeof InventoryReader>['inventory'][number];

/** A balance that cannot be read is a bad answer: nobody may take it for an empty account. */
export const BalanceReader = z
  .object({ balance: looseNumber.pipe(z.number()), currency })
  .transform((wire) => moneyOf(wire.balance, wire.currency));

const costWire = z.object({
  session_id: looseText,
  name: looseText,
  status: looseText,
  cost: looseNumber,
  hourly_rate: looseNumber,
  duration_seconds: looseNumber,
  started_at: looseTime,
  ended_at: looseTime,
});

/** What a session has cost so far. Null is what Clouditia did not say. */
export const CostReader = costWire.extend({ currency }).transform((wire) => costOf(wire, wire.currency));
export type ClouditiaCost = ReturnType<typeof costOf>;

export const CostsReader = z
  .object({ sessions: looseList(costWire), total_cost: looseNumber, total_duration_seconds: looseNumber, currency })
  .transform((wire) => ({
    sessions: wire.sessions.map((row) => costOf(row, wire.currency)),
    total: wire.total_cost === null ? null : moneyOf(wire.total_cost, wire.currency),
    totalSeconds: wire.total_duration_seconds,
  }));
export type ClouditiaCosts = z.infer<typeof CostsReader>;

function costOf(wire: z.infer<typeof costWire>, unit: string) {
  return {
    sessionId: wire.session_id,
    name: wire.name,
    status: statusOf(wire.status),
    cost: wire.cost === null ? null : moneyOf(wire.cost, unit),
    ratePerHour: wire.hourly_rate === null ? null : rateOf(wire.hourly_rate, unit),
    durationSeconds: wire.duration_seconds,
    startedAt: wire.started_at,
    endedAt: wire.ended_at,
  };
}
