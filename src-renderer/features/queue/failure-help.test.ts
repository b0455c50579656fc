import { expect, it } from 'vitest';
import type { ErrorCode } from '#common/errors';
import { causeOf } from './failure-help';

it.each<[ErrorCode, string]>([
  ['MEDIA_GONE', 'remove'],
  ['MEDIA_CHANGED', 'retry'],
  ['MEDIA_UNREADABLE', 'remove'],
  ['VIDEO_NO_PICTURES', 'remove'],
  ['VIDEO_DECODER_FAILED', 'retry'],
  ['ENGINE_DIED', 'retry'],
  ['OUTPUT_REFUSED', 'retry'],
  ['MODEL_UNREADABLE', 'models'],
  ['POP_TRANSFORM', 'pops'],
  ['INTERNAL', 'retry'],
])('%s: %s helps', (code, help) => {
  expect(causeOf(code).help).toBe(help);
});
