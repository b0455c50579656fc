import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import { LineLostError } from './connection';
import { RefusedRequestError, wireErrorOf } from './wire-error-of';

const wire = { code: 'MODEL_NOT_ONNX' as const, userMessage: 'no', params: { name: 'a.onnx' } };

it.each([
  { name: 'a declared error', error: new ORPCError('FAILED', { data: wire }), code: 'MODEL_NOT_ONNX' },
  { name: 'an error of the transport itself', error: new ORPCError('BAD_REQUEST'), code: 'INTERNAL' },
  { name: 'a refused upload', error: new RefusedRequestError(wire), code: 'MODEL_NOT_ONNX' },
  { name: 'a lost line', error: new LineLostError('gone'), code: 'DISCONNECTED' },
  { name: 'fetch without an answer', error: new TypeError('Failed to fetch'), code: 'DISCONNECTED' },
  { name: 'a call that was given up', error: new DOMException('aborted', 'AbortError'), code: 'CANCELLED' },
  { name: 'anything else', error: 'what', code: 'INTERNAL' },
])('$name', ({ error, code }) => {
  expect(wireErrorOf(error).code).toBe(code);
});
