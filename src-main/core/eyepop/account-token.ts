import { z } from 'zod';

const EXPIRY_BUFFER_MS = 60_000;

/** The answer of `POST /v1/auth/authenticate`; `expires_in` is in seconds. */
export const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** The account's bearer token: asked for once however many wait for it, and renewed 60 s before it expires. */
export class AccountToken {
  #current: { readonly value: string; readonly staleAtMs: number } | null = null;
  #asking: Promise<string> | null = null;

  constructor(
    private readonly ask: () => Promise<TokenAnswer>,
    private readonly now: () => Date,
  ) {}

  async get(): Promise<string> {
    if (this.#current && this.now().getTime() < this.#current.staleAtMs) return this.#current.value;
    this.#asking ??= this.#renew().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** @param refused - the token that got a 401; when another has taken its place meanwhile, that one is answered */
  async replace(refused: string): Promise<string> {
    if (this.#current?.value === refused) this.#current = null;
    return this.get();
  }

  async #renew(): Promise<string> {
    const { access_token, expires_in } = await this.ask();
    this.#current = { value: access_token, staleAtMs: this.now().getTime() + expires_in * 1000 - EXPIRY_BUFFER_MS };
    return access_token;
  }
}
