import { oc } from '@orpc/contract';
import { WireError } from '../errors';

/** Every call may fail with one declared error, which carries our own code, sentence and params. */
export const base = oc.errors({ FAILED: { data: WireError } });
