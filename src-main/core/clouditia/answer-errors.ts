import { ReticleError } from '#common/errors';
import { ClouditiaNoGpuError, ClouditiaTroubleError } from './clouditia-errors';
import { looseText, looseTexts } from './wire-values';

export type JsonObject = Readonly<Record<string, unknown>>;

/** For an answer whose status says no. 400 is not among them: it is the status of all business errors. */
export function errorOfStatus(status: number, body: JsonObject | null, retryAfterMs: number | null): ReticleError {
  const reason = reasonOf(body) ?? `status ${status}`;
  if (status === 401 || status === 403) return new ReticleError('CLOUDITIA_KEY_REFUSED', { reason });
  if (status === 404) return new ReticleError('CLOUDITIA_NOT_FOUND', { reason });
  if (status === 402) return new ReticleError('CLOUDITIA_NO_CREDIT', { reason });
  if (status === 429 || status >= 500) {
    // A gateway that gave up says nothing about what happens behind it.
    return new ClouditiaTroubleError('CLOUDITIA_BUSY', { status, reason }, status >= 500, retryAfterMs);
  }
  if (status < 400) return new ClouditiaTroubleError('CLOUDITIA_BAD_ANSWER', { reason }, false);
  return refusalOf(status, body ?? {});
}

/** For `success: false`. What the server names by code goes first, then its lists, and its words only in the end. */
export function refusalOf(status: number, body: JsonObject): ReticleError {
  const reason = reasonOf(body) ?? `status ${status}`;
  const code = looseText.parse(body.error_code ?? null);
  if (code === 'insufficient_credit') return new ReticleError('CLOUDITIA_NO_CREDIT', { reason });
  if (code === 'unknown_gpu' || code === 'invalid_parameter') return refused(status, reason);
  const missing = looseTexts.parse(body.unavailable_gpus);
  const free = looseTexts.parse(body.available_gpus);
  if (missing.length > 0 || saysNoGpu(reason)) return new ClouditiaNoGpuError(reason, missing, free);
  if (/not found|non trouvée?|introuvable/i.test(reason)) return new ReticleError('CLOUDITIA_NOT_FOUND', { reason });
  return refused(status, reason);
}

const refused = (status: number, reason: string) => new ReticleError('CLOUDITIA_REFUSED', { status, reason });

/** Clouditia's own client looks for "available" alone, and so takes "service unavailable" for a lack of GPUs. */
const saysNoGpu = (reason: string) => /\bGPUs?\b/i.test(reason) && /disponible|available/i.test(reason);

function reasonOf(body: JsonObject | null): string | null {
  return looseText.parse(body?.error ?? body?.message ?? body?.detail ?? null) || null;
}
