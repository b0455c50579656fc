import { type ErrorCode, ReticleError } from '#common/errors';
import type { TextParams } from '#common/texts/texts';

/**
 * What may go well another time, and how: with another token (401), in another place (404 or no connection), or later
 * (429 and 5xx). A source that failed while it was uploaded may go well when it is sent again.
 */
export type Trouble = 'token' | 'missing' | 'lost' | 'busy' | 'source';

/** A request that failed in a way that EyePop's rules have an answer to. Any other error is final. */
export class EyePopTroubleError extends ReticleError {
  override name = 'EyePopTroubleError';

  constructor(
    readonly trouble: Trouble,
    code: ErrorCode,
    params: TextParams,
    /** What `Retry-After` said. */
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(code, params, options);
  }
}

const passing = new Set([429, 500, 502, 503, 504]);

/** For an answer whose status says no. */
export function errorOfStatus(status: number, reason: string, host: string, retryAfterMs: number | null): ReticleError {
  if (status === 401) return new EyePopTroubleError('token', 'EYEPOP_KEY_REFUSED', {});
  if (status === 404) return new EyePopTroubleError('missing', 'EYEPOP_REFUSED', { status, reason });
  if (passing.has(status)) return new EyePopTroubleError('busy', 'EYEPOP_BUSY', { status, reason }, retryAfterMs);
  if (status === 403) return new ReticleError('EYEPOP_FORBIDDEN', { reason });
  if (status === 407) return new ReticleError('EYEPOP_PROXY', { host });
  // EyePop never redirects; networks that want a person to sign in first do.
  if (status >= 300 && status < 400) return new ReticleError('EYEPOP_NOT_EYEPOP', { host });
  return new ReticleError('EYEPOP_REFUSED', { status, reason });
}

/** For a connection that failed, or broke. */
export function errorOfLoss(cause: unknown, host: string): ReticleError {
  const code = codeOf(cause);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code)) {
    return new ReticleError('EYEPOP_TLS', { host, reason: code }, { cause });
  }
  const isUnknownHost = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return new EyePopTroubleError('lost', isUnknownHost ? 'EYEPOP_HOST_UNKNOWN' : 'EYEPOP_UNREACHABLE', { host }, null, {
    cause,
  });
}

/** Node hides the reason of a failed fetch in causes of causes. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at) return String(at.code);
  return '';
}

/** EyePop's compute services say what is wrong in one of three shapes, one of them JSON within a string. */
export function reasonOf(text: string): string {
  const value = parsedOrNull(text);
  const inner = typeof value?.error === 'string' ? parsedOrNull(value.error) : value?.error;
  const said = typeof inner === 'object' && inner !== null ? { ...inner } : value;
  const { code, message, details }: Record<string, unknown> = { ...said };
  const words = [code, message ?? (typeof value?.error === 'string' ? value.error : undefined), details];
  const sentence = words.filter((word) => typeof word === 'string' && word !== '').join(': ');
  return (sentence || text.trim()).slice(0, 300) || '-';
}

function parsedOrNull(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
