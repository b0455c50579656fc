import type { z } from 'zod';
import type { Gpu, Offer, QueueJob, SessionAccess, SessionState } from '#common/contract/sessions';
import type { Money, Rate } from '#common/money';

export type SessionWish = {
  readonly gpus: readonly z.infer<typeof Gpu>[];
  readonly vcpu: number;
  readonly ramGb: number;
  readonly storageGb: number;
  readonly costLimit: Money | null;
  readonly durationLimitSeconds: number | null;
  readonly allowPartial: boolean;
  readonly queueIfUnavailable: boolean;
};

/** A session as its provider tells it. */
export type ProviderSession = {
  readonly providerId: string;
  readonly name: string;
  readonly state: Extract<SessionState, 'starting' | 'running' | 'stopped' | 'failed' | 'unknown'>;
  readonly gpus: readonly z.infer<typeof Gpu>[];
  readonly vcpu: number | null;
  readonly ramGb: number | null;
  readonly storageGb: number | null;
  readonly limits: { readonly cost: Money | null; readonly durationSeconds: number | null };
  readonly startedAtMs: number | null;
  readonly reason: string | null;
};

/** Null is what the provider did not say, or said in a way that means nothing. */
export type ProviderCost = {
  readonly providerId: string;
  readonly cost: Money | null;
  readonly rate: Rate | null;
  readonly billedSeconds: number | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
};

export type ProviderCreated =
  | { readonly kind: 'session'; readonly session: ProviderSession; readonly missing: readonly string[] }
  | { readonly kind: 'queued'; readonly queueId: string };

/** One account at a provider. Every method rejects with a `ReticleError` of the provider. */
export interface SessionProvider {
  /** Of an error of `create`: whether there may be a session all the same. Others mean that there is none. */
  mayBeMade(error: unknown): boolean;
  create(wish: SessionWish, signal: AbortSignal): Promise<ProviderCreated>;
  list(signal: AbortSignal): Promise<ProviderSession[]>;
  /** Null when the provider does not know it, which is no proof that it is not billed. */
  find(providerId: string, signal: AbortSignal): Promise<ProviderSession | null>;
  /** What is not known is left out. */
  costs(providerIds: readonly string[], signal: AbortSignal): Promise<ProviderCost[]>;
  /** Asks for the stop; that it happened is another question. One that is over already is no failure. */
  stop(providerId: string, signal: AbortSignal): Promise<void>;
  /** How a person gets into it. It is asked for each time, and kept nowhere. */
  access(providerId: string, signal: AbortSignal): Promise<SessionAccess>;
  rename(providerId: string, name: string, signal: AbortSignal): Promise<void>;
  balance(signal: AbortSignal): Promise<Money>;
  offers(signal: AbortSignal): Promise<Offer[]>;
  queue(signal: AbortSignal): Promise<QueueJob[]>;
  cancelQueued(queueId: string, signal: AbortSignal): Promise<void>;
  /** Whether this session can be what came of a wish whose answer nobody saw. */
  canBe(session: ProviderSession, wish: SessionWish): boolean;
}
