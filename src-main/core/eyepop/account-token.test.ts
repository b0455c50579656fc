import { describe, expect, it } from 'vitest';
import { AccountToken, TokenAnswer } from './account-token';
import { TestNet } from './test-net.builder';

const tokens = (net: TestNet, over: object = {}) => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return TokenAnswer.parse({ access_token: `token-${asked}`, expires_in: 100, ...over });
  };
  return { token: new AccountToken(ask, net.now), asked: () => asked };
};

describe('AccountToken', () => {
  it('asks once for a hundred that were refused, and once more for the next hundred', async () => {
    const { token, asked } = tokens(new TestNet());
    const first = await token.get();
    const renewed = await Promise.all(Array.from({ length: 100 }, () => token.replace(first)));
    expect(new Set(renewed)).toEqual(new Set(['token-2']));
    expect(asked()).toBe(2);
    // Latecomers were refused with the first one, which has been replaced meanwhile.
    expect(await token.replace(first)).toBe('token-2');
    await Promise.all(Array.from({ length: 100 }, () => token.replace('token-2')));
    expect(asked()).toBe(3);
  });

  it('renews a token 60 s before its end', async () => {
    const net = new TestNet();
    const { token } = tokens(net);
    expect(await token.get()).toBe('token-1');
    net.advance(39_999);
    expect(await token.get()).toBe('token-1');
    net.advance(1);
    expect(await token.get()).toBe('token-2');
  });

  it('understands an end as a time, and none at all', async () => {
    const net = new TestNet();
    const at = new Date(net.nowMs + 100_000).toISOString();
    const dated = tokens(net, { expires_in: null, expires_at: at }).token;
    await dated.get();
    expect(dated.expiresAtMs).toBe(net.nowMs + 100_000);
    const endless = tokens(net, { expires_in: null }).token;
    await endless.get();
    net.advance(1e12);
    expect(await endless.get()).toBe('token-1');
    expect(endless.expiresAtMs).toBeNull();
  });

  it('asks again after a failure', async () => {
    const answers = [Promise.reject(new Error('down')), Promise.resolve(TokenAnswer.parse({ access_token: 'b' }))];
    answers[0]?.catch(() => {});
    const token = new AccountToken(() => answers.shift() ?? Promise.reject(new Error('too often')), new TestNet().now);
    await expect(token.get()).rejects.toThrow('down');
    expect(await token.get()).toBe('b');
  });
});
