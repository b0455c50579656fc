import { describe, expect, it } from 'vitest';
import { decideConnection } from './connection-settings';
import { settingsOfEnvironment } from './environment-settings';

const decided = (settings: object) => decideConnection({ name: 'a', ...settings });

describe('decideConnection', () => {
  it.each([
    { given: { apiKey: 'k' }, api: 'compute', url: 'https://compute.eyepop.ai', kind: 'apiKey' },
    { given: { apiKey: 'k', secretKey: 's' }, api: 'compute', url: 'https://compute.eyepop.ai', kind: 'apiKey' },
    { given: { secretKey: 's' }, api: 'worker', url: 'https://api.eyepop.ai', kind: 'secretKey' },
    {
      given: { apiKey: 'k', secretKey: 's', popId: 'p' },
      api: 'worker',
      url: 'https://api.eyepop.ai',
      kind: 'secretKey',
    },
    { given: { accessToken: 't', popId: 'p' }, api: 'worker', url: 'https://api.eyepop.ai', kind: 'accessToken' },
    {
      given: { accessToken: 't', sessionUuid: 'u' },
      api: 'compute',
      url: 'https://api.eyepop.ai',
      kind: 'accessToken',
    },
    {
      given: { accessToken: 't', url: 'https://compute.staging.eyepop.xyz/' },
      ...{ api: 'compute', url: 'https://compute.staging.eyepop.xyz', kind: 'accessToken' },
    },
    { given: { isLocalMode: true }, api: 'compute', url: 'http://127.0.0.1:8080', kind: 'apiKey' },
    { given: { isLocalMode: true, url: 'http://box:9' }, api: 'compute', url: 'http://box:9', kind: 'apiKey' },
    { given: { secretKey: 's', popId: 'transient' }, api: 'worker', url: 'https://api.eyepop.ai', kind: 'secretKey' },
  ])('takes $api at $url for $given', ({ given, api, url, kind }) =>
    expect(decided(given)).toMatchObject({ api, url, credentials: { kind } }),
  );

  it.each([
    { given: {}, code: 'EYEPOP_NO_KEY' },
    { given: { apiKey: '', secretKey: '' }, code: 'EYEPOP_NO_KEY' },
    { given: { apiKey: 'k', popId: 'p' }, code: 'EYEPOP_SETTINGS' },
    { given: { secretKey: 's', url: 'https://compute.eyepop.ai' }, code: 'EYEPOP_SETTINGS' },
    { given: { secretKey: 's', sessionUuid: 'u' }, code: 'EYEPOP_SETTINGS' },
    { given: { apiKey: 'k', url: 'compute.eyepop.ai' }, code: 'EYEPOP_SETTINGS' },
    { given: { apiKey: 'k', sessionTimeoutSeconds: Number.NaN }, code: 'EYEPOP_SETTINGS' },
  ])('refuses $given with $code', ({ given, code }) =>
    expect(() => decided(given)).toThrow(expect.objectContaining({ code })),
  );

  it('takes a token that was copied with its “Bearer”', () =>
    expect(decided({ accessToken: 'Bearer t' }).credentials).toEqual({ kind: 'accessToken', token: 't' }));
});

describe('settingsOfEnvironment', () => {
  it('reads a file, and lets the environment go first', () => {
    const file =
      '# mine\nEYEPOP_API_KEY="from file"\nEYEPOP_URL=http://file\nEYEPOP_SESSION_TIMEOUT=90\nEYEPOP_LOCAL_MODE=Yes';
    expect(settingsOfEnvironment({ EYEPOP_URL: 'http://env', EYEPOP_SESSION_INTERVAL: '0.5' }, file)).toMatchObject({
      apiKey: 'from file',
      url: 'http://env',
      isLocalMode: true,
      sessionTimeoutSeconds: 90,
      sessionIntervalSeconds: 0.5,
    });
  });

  it('is null where nobody speaks of EyePop', () =>
    expect(settingsOfEnvironment({ PATH: '/bin', EYEPOP_API_KEY: '' }, 'A=1')).toBeNull());
});
