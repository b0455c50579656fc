import { z } from 'zod';
import { refuse } from './answers';
import { type MicroEur, microEur } from './money';
import type { GpuCount } from './stock';

const positive = z.int().positive();
const Body = z.looseObject({
  vcpu: positive.default(4),
  ram: positive.default(16),
  storage: positive.default(20),
  allow_partial: z.boolean().default(false),
  queue_if_unavailable: z.boolean().default(false),
  cost_limit: z.number().positive().nullish(),
  duration_limit: positive.nullish(),
  gpus: z.array(z.looseObject({ type: z.string(), count: positive.default(1) })).nullish(),
  gpu_type: z.string().default('nvidia-rtx-3090'),
  gpu_count: positive.default(1),
});

/** A wish for a session, as it was sent and as it waits in the queue. */
export type CreateRequest = {
  /** One entry a type. */
  readonly gpus: readonly GpuCount[];
  /** The GPUs in the words of the request, which the queue shows again. */
  readonly gpuConfig: Readonly<Record<string, unknown>>;
  readonly vcpu: number;
  readonly ramGb: number;
  readonly storageGb: number;
  readonly costLimit: MicroEur | null;
  readonly durationLimitSeconds: number | null;
  readonly allowPartial: boolean;
  readonly queueIfUnavailable: boolean;
};

/** @throws {Refusal} `invalid_parameter`, naming the first field that is wrong */
export function readCreateRequest(body: unknown): CreateRequest {
  const result = Body.safeParse(body);
  if (!result.success) {
    const field = result.error.issues[0]?.path.join('.') || 'corps';
    throw refuse(`${field} doit être corrigé`, { error_code: 'invalid_parameter' });
  }
  const sent = result.data;
  const isList = sent.gpus != null && sent.gpus.length > 0;
  const gpus = isList && sent.gpus ? sent.gpus : [{ type: sent.gpu_type, count: sent.gpu_count }];
  return {
    gpus: oneEntryPerType(gpus),
    gpuConfig: isList ? { gpus: sent.gpus } : { gpu_type: sent.gpu_type, gpu_count: sent.gpu_count },
    vcpu: sent.vcpu,
    ramGb: sent.ram,
    storageGb: sent.storage,
    costLimit: sent.cost_limit == null ? null : microEur(sent.cost_limit),
    durationLimitSeconds: sent.duration_limit ?? null,
    allowPartial: sent.allow_partial,
    queueIfUnavailable: sent.queue_if_unavailable,
  };
}

function oneEntryPerType(gpus: readonly { type: string; count: number }[]): GpuCount[] {
  const quantities = new Map<string, number>();
  for (const { type, count } of gpus) quantities.set(type, (quantities.get(type) ?? 0) + count);
  return [...quantities].map(([slug, quantity]) => ({ slug, quantity }));
}
