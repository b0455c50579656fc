import { eurOf } from './money';
import type { Attempt, QueueJob } from './queue';
import { slugs } from './scheduler';
import { isOver, type Session } from './sessions';

export const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
export const shortId = (id: string) => id.slice(0, 8);

/** @param editorUrl - where sessions are opened, without a slash at its end */
export function sessionForm(session: Session, editorUrl: string) {
  const { id, name, status, gpus, vcpu, ramGb, storageGb, firstPort, password } = session;
  const hasLimit = session.costLimit !== null || session.durationLimitSeconds !== null;
  return {
    ...{ id, name, status, vcpu, password },
    gpu_type: slugs(gpus).join(','),
    gpu_count: gpus.reduce((sum, gpu) => sum + gpu.quantity, 0),
    gpus: gpus.map(({ slug, quantity }) => ({ slug, quantity })),
    ram: `${ramGb}Gi`,
    storage: `${storageGb}Gi`,
    vscode_port: isOver(session) ? null : firstPort,
    jupyter_port: isOver(session) ? null : firstPort + 1,
    url: `${editorUrl}/${id}/`,
    created_at: time(session.createdMs),
    started_at: time(session.startedMs),
    // What later clients look at, too: those of 1.23 wait for `ready`.
    ready: status === 'running',
    creation_step: status === 'running' ? 'ready' : status,
    creation_error: status === 'failed' ? 'Échec de la session' : null,
    limits: {
      cost_limit: session.costLimit === null ? null : eurOf(session.costLimit),
      duration_limit: session.durationLimitSeconds,
      auto_stop_enabled: hasLimit,
    },
  };
}

const LABELS = { pending: 'En attente', completed: 'Terminé', failed: 'Échoué', cancelled: 'Annulé' };

export function queueJobForm(job: QueueJob, position: number) {
  const last = job.attempts.at(-1);
  return {
    queue_id: job.id,
    position,
    status: job.status,
    status_display: LABELS[job.status],
    gpu_config: job.wish.gpuConfig,
    vcpu: job.wish.vcpu,
    ram: job.wish.ramGb,
    storage: job.wish.storageGb,
    allow_partial: job.wish.allowPartial,
    attempt_count: job.attemptCount,
    last_attempt_at: time(last?.atMs ?? null),
    last_error: last?.error ?? '',
    created_at: time(job.createdMs),
    created_session_id: job.created?.id ?? null,
  };
}

export function attemptForm({ id, atMs, error, free, taken }: Attempt) {
  return {
    attempt_id: id,
    success: error === '',
    error_message: error,
    available_gpus: free,
    unavailable_gpus: taken,
    attempted_at: time(atMs),
  };
}
