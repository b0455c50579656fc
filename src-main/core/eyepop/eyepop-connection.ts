/** What a connection is trusted with. */
export type EyePopCredentials =
  /** For the compute API (v2). */
  | { readonly kind: 'apiKey'; readonly key: string }
  /** For the worker API (v1). */
  | { readonly kind: 'secretKey'; readonly key: string }
  /** Used as it stands; nobody can renew it. */
  | { readonly kind: 'accessToken'; readonly token: string };

/** How to come to EyePop, with all that was left open decided. */
export type EyePopConnection = {
  /** As the person calls it. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly api: 'compute' | 'worker';
  readonly credentials: EyePopCredentials;
  /** Of worker v1: a Pop that goes by a name; null runs a Pop of ours. */
  readonly popId: string | null;
  /** A session that is there already; null makes one, or takes over one that goes by the name. */
  readonly sessionUuid: string | null;
  readonly sessionName: string | null;
  readonly pipelineImage: string | null;
  readonly pipelineVersion: string | null;
  /** How long a session may take to become ready, and how often it is asked. */
  readonly readyTimeoutMs: number;
  readonly pollIntervalMs: number;
};

/** As in EyePop's own clients. */
export const usualTimes = { readyTimeoutMs: 60_000, pollIntervalMs: 2000 };
