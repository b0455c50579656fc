import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { ReticleError } from '#common/errors';
import type { Prediction } from '#common/prediction/prediction';
import { AccountToken, TokenAnswer } from './account-token';
import { readPredictions } from './prediction-lines';
import { type Bearer, type EyePopNet, requestWithRetry } from './request-with-retry';

const SessionAnswer = z.looseObject({
  session_uuid: z.string(),
  session_endpoint: z.url(),
  access_token: z.string().nullish(),
  pipelines: z.array(z.looseObject({ pipeline_id: z.string().nullish(), id: z.string().nullish() })).nullish(),
});
const Health = z.looseObject({ session_status: z.string().nullish(), message: z.string().nullish() });
const TOKEN_PATIENCE_MS = 30_000;
const DEAD = new Set(['failed', 'error', 'stopped', 'pipeline_error']);

export type ComputeConnection = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
  /** How long a session may take to become ready, and how often it is asked. EyePop's defaults: 60 s and 2 s. */
  readonly readyTimeoutMs: number;
  readonly pollIntervalMs: number;
};

/** A transient compute session with one pipeline. Closing removes the pipeline; the session lives on until its end. */
export class ComputeSession {
  private constructor(
    private readonly net: EyePopNet,
    readonly uuid: string,
    private readonly pipelineUrl: string,
    private readonly bearer: Bearer,
  ) {}

  /**
   * Creates a session with a Pop and waits until it is ready. Stops nobody's running jobs, as EyePop's SDKs do.
   *
   * @throws {ReticleError} EYEPOP_*
   */
  static async open(
    net: EyePopNet,
    connection: ComputeConnection,
    pop: object,
    signal: AbortSignal,
  ): Promise<ComputeSession> {
    const account = new AccountToken(() => authenticate(net, connection), net.now);
    // Sessions are listed and made with the key itself, for which there is no second try.
    const key: Bearer = { get: async () => connection.apiKey, replace: async () => connection.apiKey };
    const body = { body: JSON.stringify({ pop }), headers: { 'content-type': 'application/json' } };
    const url = `${connection.url}/v1/sessions?wait=true&transient=true`;
    const response = await requestWithRetry(net, url, async () => ({ method: 'POST', ...body }), key, signal, false);
    const session = parsed(z.array(SessionAnswer).min(1).or(SessionAnswer), await readJson(response));
    const first = Array.isArray(session) ? session[0] : session;
    const pipeline = first?.pipelines?.[0]?.pipeline_id ?? first?.pipelines?.[0]?.id;
    if (!first || !pipeline) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'a session without pipeline' });
    const endpoint = first.session_endpoint.replace(/\/+$/, '');
    const bearer = sessionBearer(first.access_token ?? null, account);
    await waitUntilReady(net, endpoint, connection, bearer, signal);
    return new ComputeSession(net, first.session_uuid, `${endpoint}/pipelines/${pipeline}`, bearer);
  }

  /**
   * Uploads a picture and yields what comes back. Leaving the loop or aborting drops the connection, which is how the
   * server is told to stop.
   */
  async *analyse(path: string, mediaType: string, signal: AbortSignal): AsyncGenerator<Prediction> {
    const left = new AbortController();
    const ended = AbortSignal.any([signal, left.signal]);
    const url = `${this.pipelineUrl}/source?mode=queue&processing=sync&version=2`;
    const upload = async () => ({
      method: 'POST',
      body: await openMedia(path),
      headers: { 'content-type': mediaType, accept: 'application/jsonl' },
    });
    try {
      const response = await requestWithRetry(this.net, url, upload, this.bearer, ended);
      if (response.body) yield* readPredictions(wholeBody(response.body, url, signal), basename(path));
    } finally {
      left.abort();
    }
  }

  async close(signal: AbortSignal): Promise<void> {
    await requestWithRetry(this.net, this.pipelineUrl, async () => ({ method: 'DELETE' }), this.bearer, signal);
  }
}

async function openMedia(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch (cause) {
    throw new ReticleError('MEDIA_GONE', { name: basename(path) }, { cause });
  }
}

/** The chunks of an answer; a connection that breaks in the middle is one typed error. */
async function* wholeBody(body: AsyncIterable<Uint8Array>, url: string, signal: AbortSignal) {
  try {
    yield* body;
  } catch (cause) {
    signal.throwIfAborted();
    throw new ReticleError('EYEPOP_UNREACHABLE', { host: new URL(url).host }, { cause });
  }
}

/** Many may wait for the one answer, so none of their signals ends it; it has a patience of its own. */
async function authenticate(net: EyePopNet, { url, apiKey }: ComputeConnection) {
  const key: Bearer = { get: async () => apiKey, replace: async () => apiKey };
  const address = `${url}/v1/auth/authenticate`;
  const patience = AbortSignal.timeout(TOKEN_PATIENCE_MS);
  try {
    const response = await requestWithRetry(net, address, async () => ({ method: 'POST' }), key, patience);
    return parsed(TokenAnswer, await readJson(response));
  } catch (cause) {
    if (patience.aborted) throw new ReticleError('EYEPOP_UNREACHABLE', { host: new URL(url).host }, { cause });
    throw cause;
  }
}

/** The session's own token until it is refused, then the account's. */
function sessionBearer(own: string | null, account: AccountToken): Bearer {
  let isRefused = own === null;
  return {
    get: async () => (own !== null && !isRefused ? own : account.get()),
    replace: async (refused) => {
      isRefused = true;
      return account.replace(refused);
    },
  };
}

async function waitUntilReady(
  net: EyePopNet,
  endpoint: string,
  { readyTimeoutMs, pollIntervalMs }: ComputeConnection,
  bearer: Bearer,
  signal: AbortSignal,
): Promise<void> {
  const deadline = net.now().getTime() + readyTimeoutMs;
  while (net.now().getTime() < deadline) {
    const response = await requestWithRetry(net, `${endpoint}/health`, async () => ({}), bearer, signal);
    const { session_status: status, message } = parsed(Health, await readJson(response));
    if (status === 'running' || (!status && message)) return;
    if (status && DEAD.has(status)) throw new ReticleError('EYEPOP_SESSION_DEAD', { status });
    await net.wait(pollIntervalMs, signal);
  }
  throw new ReticleError('EYEPOP_NOT_READY', { seconds: readyTimeoutMs / 1000 });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'not JSON' }, { cause });
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'fields are missing' });
  return result.data;
}
