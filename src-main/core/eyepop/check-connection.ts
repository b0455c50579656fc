import { ReticleError, toWireError, type WireError } from '#common/errors';
import type { EyePopConnection } from './eyepop-connection';
import type { EyePopNet } from './eyepop-net';
import { EyePopWorker, usualOptions } from './eyepop-worker';
import type { HealthLook } from './session-health';

/** In their order: each needs the ones before. */
export const checkedSteps = ['network', 'key', 'session', 'health', 'pipeline'] as const;
export type CheckedStep = (typeof checkedSteps)[number];

export type CheckResult = {
  readonly step: CheckedStep;
  /** Null where it works; what is wrong and how to mend it otherwise. Later steps were not tried then. */
  readonly error: WireError | null;
};

/**
 * Tries a connection step by step, as a run would: with an empty Pop, so that nothing is inferred. The session that it
 * makes, where none is named, is one that costs until it is deleted or has idled.
 *
 * @returns the steps that were tried; the last one says why it was the last
 */
export async function checkConnection(
  net: EyePopNet,
  connection: EyePopConnection,
  onLook: (look: HealthLook) => void,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const pop = connection.popId === null ? { components: [] } : null;
  try {
    const worker = await EyePopWorker.connect(net, connection, pop, { ...usualOptions, onLook }, signal);
    try {
      await worker.pipeline(signal);
    } finally {
      await worker.disconnect(signal);
    }
    return checkedSteps.map((step) => ({ step, error: null }));
  } catch (error) {
    if (!(error instanceof ReticleError)) throw error;
    const failed = stepOf(error);
    const before = checkedSteps.slice(0, checkedSteps.indexOf(failed));
    return [...before.map((step) => ({ step, error: null })), { step: failed, error: toWireError(error) }];
  }
}

/** What an error says of how far it went. */
function stepOf({ code }: ReticleError): CheckedStep {
  switch (code) {
    case 'EYEPOP_HOST_UNKNOWN':
    case 'EYEPOP_UNREACHABLE':
    case 'EYEPOP_TLS':
    case 'EYEPOP_PROXY':
    case 'EYEPOP_NOT_EYEPOP':
    case 'EYEPOP_NO_ANSWER':
      return 'network';
    case 'EYEPOP_KEY_REFUSED':
    case 'EYEPOP_TOKEN_EXPIRED':
    case 'EYEPOP_FORBIDDEN':
      return 'key';
    case 'EYEPOP_NOT_READY':
    case 'EYEPOP_SESSION_DEAD':
      return 'health';
    case 'EYEPOP_PIPELINE_FAILED':
    case 'EYEPOP_PIPELINE_GONE':
    case 'EYEPOP_POP_REFUSED':
    case 'EYEPOP_POP_UNKNOWN':
    case 'EYEPOP_POP_NOT_STARTED':
      return 'pipeline';
    default:
      return 'session';
  }
}
