import { ReticleError } from '#common/errors';
import { callApi, isMissing, orDocumented, parseJson } from './api-caller';
import type { EyePopNet } from './eyepop-net';
import { type EyePopSession, readSessions } from './session-reader';
import { type Bearer, onePlace } from './with-retries';

export type NewSession = {
  readonly name: string | null;
  readonly pipelineImage: string | null;
  readonly pipelineVersion: string | null;
  /** Null makes one without a pipeline. */
  readonly pop: object | null;
};

/** A create is answered once the session runs. */
const createStallMs = 120_000;

/** EyePop's compute API: the sessions of an account. */
export class ComputeSessions {
  /** @param url - without a slash at its end */
  constructor(
    private readonly net: EyePopNet,
    private readonly url: string,
    private readonly bearer: Bearer,
  ) {}

  /** All of the account's, ours or not. @throws {ReticleError} EYEPOP_* */
  async list(signal: AbortSignal): Promise<EyePopSession[]> {
    try {
      return await this.#either((url) => this.#ask('GET', url, undefined, signal));
    } catch (error) {
      // An account without sessions may be answered so.
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** @throws {ReticleError} EYEPOP_SESSION_GONE, EYEPOP_* */
  async get(uuid: string, signal: AbortSignal): Promise<EyePopSession> {
    try {
      return first(await this.#ask('GET', `${this.url}/v1/sessions/${uuid}`, undefined, signal));
    } catch (error) {
      if (isMissing(error)) throw new ReticleError('EYEPOP_SESSION_GONE', {}, { cause: error });
      throw error;
    }
  }

  /**
   * Makes a session, which costs from then on. Sent once: an answer that gets lost may have made one all the same.
   *
   * @throws {ReticleError} EYEPOP_*
   */
  async create({ name, pipelineImage, pipelineVersion, pop }: NewSession, signal: AbortSignal): Promise<EyePopSession> {
    const body = {
      ...(name !== null && { session_name: name }),
      ...(pipelineImage !== null && { pipeline_image: pipelineImage }),
      ...(pipelineVersion !== null && { pipeline_version: pipelineVersion }),
      ...(pop !== null && { pop }),
    };
    const json = Object.keys(body).length > 0 ? body : undefined;
    const query = pop === null ? '?wait=true' : '?wait=true&transient=true';
    return first(await this.#either((url) => this.#ask('POST', url + query, json, signal)));
  }

  /**
   * Stops a session, which ends its cost; one that is gone already is as good.
   *
   * @returns whether EyePop confirmed, when asked again, that it does not run any more
   */
  async delete(uuid: string, signal: AbortSignal): Promise<boolean> {
    const call = {
      method: 'DELETE',
      bearer: this.bearer,
      places: onePlace(`${this.url}/v1/sessions/${uuid}`),
    } as const;
    await callApi(this.net, call, signal).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    try {
      return (await this.get(uuid, signal)).status === 'stopped';
    } catch (error) {
      if (error instanceof ReticleError && error.code === 'EYEPOP_SESSION_GONE') return true;
      throw error;
    }
  }

  #either(ask: (url: string) => Promise<EyePopSession[]>): Promise<EyePopSession[]> {
    return orDocumented(`${this.url}/v1/sessions`, `${this.url}/v1/auth/sessions`, ask);
  }

  async #ask(method: 'GET' | 'POST', url: string, json: unknown, signal: AbortSignal): Promise<EyePopSession[]> {
    const isRepeatable = method === 'GET';
    const stallMs = method === 'POST' ? { stallMs: createStallMs } : {};
    const call = { method, bearer: this.bearer, places: onePlace(url), json, isRepeatable, ...stallMs };
    return readSessions(parseJson(await callApi(this.net, call, signal)), this.net.now());
  }
}

function first(sessions: readonly EyePopSession[]): EyePopSession {
  const [session] = sessions;
  if (!session) throw new ReticleError('EYEPOP_BAD_ANSWER', { reason: 'no session' });
  return session;
}
