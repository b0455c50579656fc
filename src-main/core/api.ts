import { implement, ORPCError } from '@orpc/server';
import type { Logger } from 'pino';
import { contract } from '#common/contract/contract';
import { ReticleError, toWireError } from '#common/errors';

/** What a shell gives every call. */
export type CallContext = { readonly log: Logger };

/**
 * The contract, ready to be implemented: every handler gets a `signal`, and whatever it throws becomes the one declared
 * error. Foreseen failures keep their code; anything else is a bug, is logged whole and crosses as INTERNAL.
 */
export const os = implement(contract)
  .$context<CallContext>()
  .use(async ({ next, context, signal, path }) => {
    const callSignal = signal ?? new AbortController().signal;
    try {
      return await next({ context: { signal: callSignal } });
    } catch (error) {
      // Errors of oRPC itself (bad input, unknown call) already have their form.
      if (error instanceof ORPCError) throw error;
      if (!(error instanceof ReticleError) && !callSignal.aborted) {
        context.log.error({ err: error, call: path.join('.') }, 'a call failed unexpectedly');
      }
      throw new ORPCError('FAILED', { data: toWireError(error, callSignal), cause: error });
    }
  });
