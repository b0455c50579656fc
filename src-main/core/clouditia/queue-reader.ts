import { z } from 'zod';
import { looseFlag, looseGigabytes, looseList, looseNumber, looseText, looseTexts, looseTime } from './wire-values';

const STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
const Status = z.enum([...STATUSES, 'unknown']).catch('unknown');

/** A wish that waits for GPUs. */
export const QueueJobReader = z
  .object({
    queue_id: z.string().min(1),
    position: looseNumber,
    status: Status,
    status_display: looseText,
    gpu_config: z.record(z.string(), z.unknown()).catch({}),
    vcpu: looseNumber,
    ram: looseGigabytes,
    storage: looseGigabytes,
    allow_partial: looseFlag,
    attempt_count: looseNumber,
    last_attempt_at: looseTime,
    last_error: looseText,
    created_at: looseTime,
    created_session_id: looseText,
  })
  .transform((wire) => ({
    id: wire.queue_id,
    /** 1 is next; null when it no longer waits. */
    position: wire.position || null,
    status: wire.status,
    statusText: wire.status_display,
    gpuConfig: wire.gpu_config,
    vcpu: wire.vcpu,
    ramGb: wire.ram,
    storageGb: wire.storage,
    allowPartial: wire.allow_partial,
    attemptCount: wire.attempt_count ?? 0,
    lastAttemptAt: wire.last_attempt_at,
    lastError: wire.last_error || null,
    createdAt: wire.created_at,
    sessionId: wire.created_session_id,
  }));
export type ClouditiaQueueJob = z.infer<typeof QueueJobReader>;

const AttemptReader = z
  .object({
    attempt_id: looseText,
    success: looseFlag,
    error_message: looseText,
    available_gpus: looseTexts,
    unavailable_gpus: looseTexts,
    attempted_at: looseTime,
  })
  .transform((wire) => ({
    id: wire.attempt_id,
    isSuccess: wire.success,
    error: wire.error_message || null,
    free: wire.available_gpus,
    missing: wire.unavailable_gpus,
    at: wire.attempted_at,
  }));

export const QueueReader = z.object({ queue_jobs: looseList(QueueJobReader) });
export const QueueDetailsReader = z
  .object({ queue_job: QueueJobReader, attempts: looseList(AttemptReader) })
  .transform((wire) => ({ job: wire.queue_job, attempts: wire.attempts }));
