import { describe, expect, it } from 'vitest';
import { redact } from './redact';

describe('redact', () => {
  it.each([
    {
      name: 'a token in an address',
      line: '{"url":"http://127.0.0.1:1/?token=abc-123&x=1"}',
      kept: 'x=1',
      gone: 'abc-123',
    },
    { name: 'a bearer token', line: '{"msg":"sent Bearer eyJhbGciOi.J9-_"}', kept: 'sent Bearer', gone: 'eyJhbGciOi' },
    { name: 'a field by its name', line: '{"apiKey":"se\\"cret","model":"regions"}', kept: 'regions', gone: 'cret' },
    { name: 'a key that says so', line: '{"err":"no sk_compute_0a1b-2 here"}', kept: 'here', gone: '0a1b' },
    { name: 'a cookie', line: '{"cookie":"reticle-80=abc"}', kept: 'cookie', gone: 'abc' },
    { name: 'a home folder', line: '{"path":"/home/ada/photos/a.jpg"}', kept: '~/photos/a.jpg', gone: 'ada' },
  ])('takes out $name and leaves the rest', ({ line, kept, gone }) => {
    const clean = redact(line, '/home/ada');
    expect(clean).toContain(kept);
    expect(clean).not.toContain(gone);
    expect(() => JSON.parse(clean)).not.toThrow();
  });

  it('knows how JSON spells a Windows path', () => {
    const home = 'C:\\Users\\ada';
    expect(redact(JSON.stringify({ path: `${home}\\a.jpg` }), home)).toBe('{"path":"~\\\\a.jpg"}');
  });

  it('does not take the root of a disk for a home', () => {
    expect(redact('{"path":"/data/a.jpg"}', '/')).toBe('{"path":"/data/a.jpg"}');
  });
});
