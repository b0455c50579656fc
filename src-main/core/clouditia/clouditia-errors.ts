import { type ErrorCode, ReticleError } from '#common/errors';
import type { TextParams } from '#common/texts/texts';

/** A request that was sent and of which no readable answer came back, or only that the server is in trouble. */
export class ClouditiaTroubleError extends ReticleError {
  override name = 'ClouditiaTroubleError';

  constructor(
    code: Extract<
      ErrorCode,
      'CLOUDITIA_BAD_ANSWER' | 'CLOUDITIA_BUSY' | 'CLOUDITIA_TIMED_OUT' | 'CLOUDITIA_UNREACHABLE'
    >,
    params: TextParams,
    /** Whether the server may have done what it was asked for all the same. */
    readonly mayBeDone: boolean,
    /** What `Retry-After` said. */
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(code, params, options);
  }
}

/** A create that was refused because GPUs are missing. Both lists hold GPU types. */
export class ClouditiaNoGpuError extends ReticleError {
  override name = 'ClouditiaNoGpuError';

  constructor(
    reason: string,
    readonly missing: readonly string[],
    readonly free: readonly string[],
  ) {
    super('CLOUDITIA_NO_GPU', { reason });
  }
}
