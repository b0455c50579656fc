import { ORPCError } from '@orpc/client';
import { WireError } from '#common/errors';
import { translate } from '#common/texts/texts';
import { LineLostError } from './connection';

/** A request over HTTP that was refused; carries the error from the answer's body. */
export class RefusedRequestError extends Error {
  override name = 'RefusedRequestError';
  constructor(readonly wire: WireError) {
    super(wire.userMessage);
  }
}

/** What a failed call means to the person: the declared error's own data, or the nearest of our codes. */
export function wireErrorOf(error: unknown): WireError {
  if (error instanceof ORPCError) {
    const declared = WireError.safeParse(error.data);
    return declared.success ? declared.data : plain('INTERNAL');
  }
  if (error instanceof RefusedRequestError) return error.wire;
  // `fetch` rejects with a TypeError when the core cannot be reached.
  if (error instanceof LineLostError || error instanceof TypeError) return plain('DISCONNECTED');
  if (error instanceof DOMException && error.name === 'AbortError') return plain('CANCELLED');
  return plain('INTERNAL');
}

function plain(code: 'CANCELLED' | 'DISCONNECTED' | 'INTERNAL'): WireError {
  return { code, userMessage: translate('en', `error.${code}`), params: {} };
}
