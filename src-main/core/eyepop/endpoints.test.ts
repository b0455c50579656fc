import { beforeEach, describe, expect, it } from 'vitest';
import { Endpoints } from './endpoints';
import { TestNet } from './test-net.builder';

const { signal } = new AbortController();
let net: TestNet;
let lookUps = 0;
let urls = ['a', 'b', 'c'];
let endpoints: Endpoints;
beforeEach(() => {
  net = new TestNet();
  lookUps = 0;
  urls = ['a', 'b', 'c'];
  endpoints = new Endpoints(async () => {
    lookUps += 1;
    return urls;
  }, net);
});
const next = () => endpoints.next(signal);
const nextFew = async (count: number) => {
  const seen: string[] = [];
  for (let index = 0; index < count; index += 1) seen.push(await next());
  return seen.join('');
};

describe('Endpoints', () => {
  it.each([
    { random: 0, order: 'abcab' },
    { random: 0.34, order: 'bcabc' },
    { random: 0.99, order: 'cabca' },
  ])('begins somewhere ($random) and goes on in turn', async ({ random, order }) => {
    net.nextRandom = random;
    expect(await nextFew(5)).toBe(order);
    expect(lookUps).toBe(1);
  });

  it('leaves one that failed alone for 31 s, or until it works again', async () => {
    await next();
    endpoints.missed('b', 'missing');
    expect(await nextFew(3)).toBe('cac');
    expect(endpoints.health).toEqual([
      { url: 'a', failedAtMs: null },
      { url: 'b', failedAtMs: net.nowMs },
      { url: 'c', failedAtMs: null },
    ]);
    net.advance(30_999);
    expect(await nextFew(2)).toBe('ac');
    net.advance(1);
    expect(await nextFew(3)).toBe('abc');
    endpoints.missed('b', 'missing');
    endpoints.worked('b');
    expect(await nextFew(3)).toBe('abc');
  });

  it('looks them up anew when none is left, but not sooner than 10 s after the last time', async () => {
    await next();
    net.advance(4000);
    for (const url of urls) endpoints.missed(url, 'missing');
    urls = ['d'];
    expect(await next()).toBe('d');
    expect({ lookUps, waits: net.waits }).toEqual({ lookUps: 2, waits: [6000] });
    net.advance(10_000);
    endpoints.missed('d', 'missing');
    await next();
    expect({ lookUps, waits: net.waits }).toEqual({ lookUps: 3, waits: [6000] });
  });

  it('looks them up once for all who wait', async () => {
    await Promise.all(Array.from({ length: 20 }, next));
    expect(lookUps).toBe(1);
    for (const url of urls) endpoints.missed(url, 'lost');
    await Promise.all(Array.from({ length: 20 }, next));
    expect(lookUps).toBe(2);
  });

  it('looks them up again when they are an hour old', async () => {
    await next();
    net.advance(3_721_000);
    await next();
    expect(lookUps).toBe(1);
    net.advance(1);
    await next();
    expect(lookUps).toBe(2);
  });

  it('gives the only one a second chance at once after a lost connection', async () => {
    urls = ['a'];
    await next();
    endpoints.missed('a', 'lost');
    expect(await next()).toBe('a');
    expect(lookUps).toBe(1);
    endpoints.missed('a', 'lost');
    await next();
    expect(lookUps).toBe(2);
    endpoints.worked('a');
    endpoints.missed('a', 'lost');
    await next();
    expect(lookUps).toBe(2);
  });

  it('says that there is none, and hears of who does not want to wait any more', async () => {
    urls = [];
    await expect(next()).rejects.toMatchObject({ code: 'EYEPOP_NO_ENDPOINT' });
    const stopped = new AbortController();
    const never = new Endpoints(() => new Promise(() => {}), net);
    const waiting = never.next(stopped.signal);
    stopped.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
