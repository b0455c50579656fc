import { expect, it } from 'vitest';
import type { MediaId } from '#common/contract/media';
import type { ItemFailure } from '#common/contract/runs';
import type { ErrorCode } from '#common/errors';
import { groupFailures } from './group-failures';

const aFailure = (name: string, code: ErrorCode): ItemFailure => ({
  mediaId: name as MediaId, // only its name matters here
  name,
  error: { code, userMessage: '', params: { name } },
});

it('groups by cause, the commonest first', () => {
  const groups = groupFailures([
    aFailure('a', 'MEDIA_EMPTY'),
    aFailure('b', 'MEDIA_UNREADABLE'),
    aFailure('c', 'MEDIA_UNREADABLE'),
  ]);
  expect(groups.map(({ code, failures }) => [code, failures.map(({ name }) => name)])).toEqual([
    ['MEDIA_UNREADABLE', ['b', 'c']],
    ['MEDIA_EMPTY', ['a']],
  ]);
});

it('has no group for no failure', () => {
  expect(groupFailures([])).toEqual([]);
});
