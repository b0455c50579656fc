import { describe, expect, it } from 'vitest';
import { Access, type RequestHead } from './access';

const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? '';

function entered(port = 8000) {
  const access = new Access(port);
  const cookie = access.redeem(tokenOf(access.newLink()))?.split(';')[0] ?? '';
  const head = (over: Partial<RequestHead> = {}): RequestHead => ({
    method: 'GET',
    path: '/media/1',
    ...over,
    headers: { host: `127.0.0.1:${port}`, cookie, ...over.headers },
  });
  return { access, cookie, head };
}

describe('Access', () => {
  it('lets a link in once', () => {
    const access = new Access(8000);
    const token = tokenOf(access.newLink());
    expect(access.redeem(token)).toMatch(/^reticle-8000=.+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(access.redeem(token)).toBeNull();
    expect(access.redeem('')).toBeNull();
  });

  it('forgets the oldest of many links that nobody followed', () => {
    const access = new Access(8000, 2);
    const [first, second, third] = [access.newLink(), access.newLink(), access.newLink()].map(tokenOf);
    expect(access.redeem(first ?? '')).toBeNull();
    expect(access.redeem(second ?? '')).not.toBeNull();
    expect(access.redeem(third ?? '')).not.toBeNull();
  });

  it('finds its cookie among others', () => {
    const { access, cookie, head } = entered();
    expect(access.hasCookie(head({ headers: { cookie: `a=1; ${cookie}; b=2` } }))).toBe(true);
    expect(access.hasCookie(head({ headers: { cookie: `${cookie}x` } }))).toBe(false);
    expect(access.hasCookie(head({ headers: { cookie: undefined } }))).toBe(false);
  });

  it('does not take the cookie of another Reticle', () => {
    const { cookie } = entered(8000);
    expect(entered(8000).access.hasCookie(entered(8000).head({ headers: { cookie } }))).toBe(false);
  });

  it.each([
    { host: 'localhost:8000', refusal: null },
    { host: '127.0.0.1:8000', refusal: null },
    { host: '127.0.0.1', refusal: 'foreign-host' },
    { host: 'evil.example:8000', refusal: 'foreign-host' },
    { host: '[::1]:8000', refusal: 'foreign-host' },
    { host: undefined, refusal: 'foreign-host' },
  ])('Host $host: $refusal', ({ host, refusal }) => {
    const { access, head } = entered();
    expect(access.refusal(head({ headers: { host } }), false)).toBe(refusal);
  });

  const own = 'http://127.0.0.1:8000';
  it.each([
    { name: 'a picture asked for by our page', headers: { 'sec-fetch-site': 'same-origin' }, refusal: null },
    { name: 'an address typed', headers: { 'sec-fetch-site': 'none' }, refusal: null },
    { name: 'an image on a foreign page', headers: { 'sec-fetch-site': 'cross-site' }, refusal: 'foreign-page' },
    { name: 'an image on another local port', headers: { 'sec-fetch-site': 'same-site' }, refusal: 'foreign-page' },
    { name: 'a fetch by a foreign page', headers: { origin: 'http://evil.example' }, refusal: 'foreign-page' },
    { name: 'a sandboxed frame', headers: { origin: 'null' }, refusal: 'foreign-page' },
    { name: 'an upload by our page', method: 'PUT', headers: { origin: own }, refusal: null },
    { name: 'an upload that does not say from where', method: 'PUT', headers: {}, refusal: 'foreign-page' },
    {
      name: 'our origin under the other name',
      method: 'PUT',
      headers: { origin: 'http://localhost:8000' },
      refusal: 'foreign-page',
    },
    { name: 'a socket of our page', socket: true, headers: { origin: own }, refusal: null },
    {
      name: 'a socket of another local port',
      socket: true,
      headers: { origin: 'http://127.0.0.1:9' },
      refusal: 'foreign-page',
    },
    { name: 'a socket that does not say from where', socket: true, headers: {}, refusal: 'foreign-page' },
    {
      name: 'a link to us on a foreign page',
      path: '/',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      refusal: null,
    },
    {
      name: 'a picture opened by a link on a foreign page',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      refusal: 'foreign-page',
    },
  ])('$name: $refusal', ({ method = 'GET', path = '/media/1', socket = false, headers, refusal }) => {
    const { access, head } = entered();
    expect(access.refusal(head({ method, path, headers }), socket)).toBe(refusal);
  });

  it('knows its key', () => {
    const { access, head } = entered();
    expect(access.hasKey(head({ headers: { authorization: `Bearer ${access.key}` } }))).toBe(true);
    expect(access.hasKey(head({ headers: { authorization: 'Bearer ' } }))).toBe(false);
  });
});
