import { z } from 'zod';
import { moneyOf } from '#common/money';
import { looseFlag, looseGigabytes, looseList, looseNumber, looseText, looseTime } from './wire-values';

/** Clouditia answers with `slug` and `quantity` what it is asked for with `type` and `count`. */
const GpuEntry = z
  .object({ slug: looseText, type: looseText, quantity: looseNumber, count: looseNumber })
  .transform(({ slug, type, quantity, count }) => ({ type: slug ?? type ?? '', count: quantity ?? count ?? 1 }))
  .refine(({ type }) => type !== '');

const LimitsEntry = z
  .object({ cost_limit: looseNumber, duration_limit: looseNumber, auto_stop_enabled: looseFlag })
  .catch({ cost_limit: null, duration_limit: null, auto_stop_enabled: false });

type Status = 'pending' | 'running' | 'stopped' | 'failed';
const STATUSES = new Map<string, Status>([
  ['pending', 'pending'],
  // Seen in later versions of Clouditia's own client.
  ['creating', 'pending'],
  ['running', 'running'],
  ['stopped', 'stopped'],
  ['failed', 'failed'],
]);

/** A session as Clouditia tells it. Null is what it did not say. */
export const SessionReader = z
  .object({
    id: z.string().min(1),
    name: looseText,
    status: looseText,
    gpu_type: looseText,
    gpu_count: looseNumber,
    gpus: looseList(GpuEntry),
    vcpu: looseNumber,
    ram: looseGigabytes,
    storage: looseGigabytes,
    vscode_port: looseNumber,
    jupyter_port: looseNumber,
    password: looseText,
    url: looseText,
    created_at: looseTime,
    started_at: looseTime,
    ready: z.boolean().nullable().catch(null),
    creation_error: looseText,
    limits: LimitsEntry,
  })
  .transform((wire) => ({
    id: wire.id,
    shortId: wire.id.slice(0, 8),
    name: wire.name ?? `compute-gpu-${wire.id.slice(0, 8)}`,
    status: statusOf(wire.status),
    gpus: wire.gpus.length > 0 ? wire.gpus : gpusOf(wire.gpu_type, wire.gpu_count),
    vcpu: wire.vcpu,
    ramGb: wire.ram,
    storageGb: wire.storage,
    vscodePort: wire.vscode_port,
    jupyterPort: wire.jupyter_port,
    password: wire.password,
    url: wire.url,
    createdAt: wire.created_at,
    startedAt: wire.started_at,
    /** False while a running session is still being set up. Older servers do not say. */
    isReady: wire.ready,
    creationError: wire.creation_error || null,
    limits: {
      cost: wire.limits.cost_limit === null ? null : moneyOf(wire.limits.cost_limit, 'EUR'),
      durationSeconds: wire.limits.duration_limit,
      isAutoStop: wire.limits.auto_stop_enabled,
    },
  }));
export type ClouditiaSession = z.infer<typeof SessionReader>;
export type ClouditiaGpu = ClouditiaSession['gpus'][number];

export const isOver = ({ status }: ClouditiaSession) => status === 'stopped' || status === 'failed';

/** `unknown` for a word of a later version. */
export function statusOf(word: string | null): Status | 'unknown' {
  return STATUSES.get(word ?? '') ?? 'unknown';
}

/** Without a list there are only the types with commas between them; how many of each of several is not said. */
function gpusOf(types: string | null, total: number | null): { type: string; count: number }[] {
  const names = (types ?? '').split(',').flatMap((name) => name.trim() || []);
  return names.map((type) => ({ type, count: names.length === 1 ? (total ?? 1) : 1 }));
}
