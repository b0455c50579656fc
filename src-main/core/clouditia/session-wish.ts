import { ReticleError } from '#common/errors';
import { amountOf, type Money } from '#common/money';
import type { ClouditiaGpu, ClouditiaSession } from './session-reader';

export type SessionWish = {
  /** At least one, each type once. */
  readonly gpus: readonly ClouditiaGpu[];
  readonly vcpu: number;
  readonly ramGb: number;
  readonly storageGb: number;
  /** In EUR. */
  readonly costLimit: Money | null;
  readonly durationLimitSeconds: number | null;
  /** Whether fewer GPUs will do. */
  readonly allowPartial: boolean;
  readonly queueIfUnavailable: boolean;
};

/** What became of a wish. `missing` names the GPU types that were asked for and not given. */
export type Created =
  | { readonly kind: 'session'; readonly session: ClouditiaSession; readonly missing: readonly string[] }
  | { readonly kind: 'queued'; readonly queueId: string; readonly position: number | null; readonly message: string };

/** Types of which the session has fewer than were asked for. */
export function missingOf(session: { readonly gpus: readonly ClouditiaGpu[] }, wish: SessionWish): string[] {
  const given = new Map(session.gpus.map(({ type, count }) => [type, count]));
  return wish.gpus.filter(({ type, count }) => (given.get(type) ?? 0) < count).map(({ type }) => type);
}

/** The wish as a create sends it. */
export function bodyOf(wish: SessionWish) {
  const [first, ...rest] = wish.gpus;
  if (!first) throw new ReticleError('CLOUDITIA_REFUSED', { status: 400, reason: 'gpus' });
  return {
    vcpu: wish.vcpu,
    ram: wish.ramGb,
    storage: wish.storageGb,
    allow_partial: wish.allowPartial,
    queue_if_unavailable: wish.queueIfUnavailable,
    ...(wish.costLimit ? { cost_limit: amountOf(wish.costLimit) } : {}),
    ...(wish.durationLimitSeconds === null ? {} : { duration_limit: wish.durationLimitSeconds }),
    ...(rest.length > 0 ? { gpus: wish.gpus } : { gpu_type: first.type, gpu_count: first.count }),
  };
}
