import { z } from 'zod';

const expiryBufferMs = 60_000;

/**
 * What the services answer to a key. `expires_in` is in seconds and holds whatever the clocks say; documents speak of
 * `expires_at` alone.
 */
export const TokenAnswer = z
  .looseObject({
    access_token: z.string().min(1),
    expires_in: z.number().nullish(),
    expires_at: z.union([z.string(), z.number()]).nullish(),
  })
  .transform(({ access_token, expires_in, expires_at }) => ({
    value: access_token,
    expiresInMs: expires_in == null ? null : expires_in * 1000,
    expiresAtMs: typeof expires_at === 'string' ? Date.parse(expires_at) : (expires_at ?? Number.NaN) * 1000,
  }));
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** A bearer token that expires: asked for once however many wait for it, and renewed 60 s before its end. */
export class AccountToken {
  #current: { readonly value: string; readonly expiresAtMs: number } | null = null;
  #asking: Promise<string> | null = null;

  constructor(
    private readonly ask: () => Promise<TokenAnswer>,
    private readonly now: () => Date,
  ) {}

  /** Null while there is none, and for one that says nothing about its end. */
  get expiresAtMs(): number | null {
    return Number.isFinite(this.#current?.expiresAtMs) ? (this.#current?.expiresAtMs ?? null) : null;
  }

  async get(): Promise<string> {
    if (this.#current && !isStale(this.#current.expiresAtMs, this.now())) return this.#current.value;
    this.#asking ??= this.#renew().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** @param refused - the token that got a 401; when another has taken its place meanwhile, that one is answered */
  async replace(refused: string | null): Promise<string> {
    if (this.#current?.value === refused) this.#current = null;
    return this.get();
  }

  async #renew(): Promise<string> {
    const { value, expiresInMs, expiresAtMs } = await this.ask();
    const known = expiresInMs === null ? expiresAtMs : this.now().getTime() + expiresInMs;
    this.#current = { value, expiresAtMs: Number.isFinite(known) ? known : Number.POSITIVE_INFINITY };
    return value;
  }
}

/** Whether a token is to be renewed: a minute before its end, so that none expires on its way. */
export const isStale = (expiresAtMs: number, now: Date): boolean => now.getTime() >= expiresAtMs - expiryBufferMs;
