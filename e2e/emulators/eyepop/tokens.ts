import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';

const Claims = z.object({ sub: z.string(), iat: z.number(), exp: z.number(), era: z.int() });
const header = base64url({ alg: 'HS256', typ: 'JWT' });

/** Signs expiring tokens (JWT, HS256) and knows them again. */
export class Tokens {
  readonly #secret = randomUUID();
  /** Tokens of an earlier era are refused whatever their expiry says. */
  #era = 0;

  constructor(
    private readonly clock: Clock,
    /** How long a token is good for. */
    public ttlSeconds: number,
  ) {}

  /** A token as all of EyePop's answers give it: as seconds, as a time, and as its milliseconds. */
  issue(subject: string) {
    const nowMs = this.clock.now().getTime();
    const expiresMs = nowMs + this.ttlSeconds * 1000;
    const claims = { sub: subject, iat: nowMs / 1000, exp: expiresMs / 1000, era: this.#era, jti: randomUUID() };
    const signed = `${header}.${base64url(claims)}`;
    return {
      access_token: `${signed}.${this.#sign(signed)}`,
      token_type: 'Bearer',
      expires_in: this.ttlSeconds,
      expires_at: new Date(expiresMs).toISOString(),
    };
  }

  isValid(token: string): boolean {
    const [head = '', claims = '', signature = ''] = token.split('.');
    const expected = Buffer.from(this.#sign(`${head}.${claims}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    const { exp, era } = Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    return era === this.#era && this.clock.now().getTime() < exp * 1000;
  }

  /** From now on every token given so far is refused. */
  expireAll(): void {
    this.#era += 1;
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
