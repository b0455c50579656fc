import { describe, expect, it } from 'vitest';
import { ReticleError } from '#common/errors';
import { EyePopTroubleError, errorOfLoss, errorOfStatus, reasonOf } from './eyepop-errors';

describe('errorOfStatus', () => {
  it.each([
    [302, 'EYEPOP_NOT_EYEPOP', null],
    [400, 'EYEPOP_REFUSED', null],
    [401, 'EYEPOP_KEY_REFUSED', 'token'],
    [403, 'EYEPOP_FORBIDDEN', null],
    [404, 'EYEPOP_REFUSED', 'missing'],
    [407, 'EYEPOP_PROXY', null],
    [409, 'EYEPOP_REFUSED', null],
    [429, 'EYEPOP_BUSY', 'busy'],
    [500, 'EYEPOP_BUSY', 'busy'],
    [501, 'EYEPOP_REFUSED', null],
    [502, 'EYEPOP_BUSY', 'busy'],
    [503, 'EYEPOP_BUSY', 'busy'],
    [504, 'EYEPOP_BUSY', 'busy'],
  ])('takes %i for %s', (status, code, trouble) => {
    const error = errorOfStatus(status, 'why', 'host', null);
    expect({ code: error.code, trouble: error instanceof EyePopTroubleError ? error.trouble : null }).toEqual({
      code,
      trouble,
    });
    // Each says what to do.
    expect(error.userMessage).not.toMatch(/[{}]/);
    expect(error.userMessage.length).toBeGreaterThan(30);
  });
});

describe('errorOfLoss', () => {
  const lost = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  it.each([
    ['ENOTFOUND', 'EYEPOP_HOST_UNKNOWN', true],
    ['EAI_AGAIN', 'EYEPOP_HOST_UNKNOWN', true],
    ['ECONNREFUSED', 'EYEPOP_UNREACHABLE', true],
    ['UND_ERR_SOCKET', 'EYEPOP_UNREACHABLE', true],
    ['CERT_HAS_EXPIRED', 'EYEPOP_TLS', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'EYEPOP_TLS', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'EYEPOP_TLS', false],
  ])('takes %s for %s', (cause, code, isTrouble) => {
    const error = errorOfLoss(lost(cause), 'host');
    expect({ code: error.code, isTrouble: error instanceof EyePopTroubleError }).toEqual({ code, isTrouble });
  });

  it('takes what says nothing for a lost connection', () =>
    expect(errorOfLoss(new ReticleError('INTERNAL'), 'host').code).toBe('EYEPOP_UNREACHABLE'));
});

it.each([
  ['{"code":"SESS_007","message":"no","details":"why"}', 'SESS_007: no: why'],
  ['{"error":"{\\"code\\":\\"A\\",\\"message\\":\\"b\\"}"}', 'A: b'],
  ['{"error":{"code":"RES_001","type":"resource","message":"m","retryable":false}}', 'RES_001: m'],
  ['{"error":"plain words"}', 'plain words'],
  ['{"a":1}', '{"a":1}'],
  [' Bad gateway\n', 'Bad gateway'],
  ['', '-'],
  ['x'.repeat(1000), 'x'.repeat(300)],
])('finds the reason in %s', (text, reason) => expect(reasonOf(text)).toBe(reason));
