import { ReticleError } from '#common/errors';
import { type EyePopConnection, type EyePopCredentials, usualTimes } from './eyepop-connection';

/** What a person, a file or the environment says of a connection; empty and missing are the same. */
export type ConnectionSettings = {
  readonly name: string;
  readonly url?: string | null;
  readonly apiKey?: string | null;
  readonly secretKey?: string | null;
  readonly accessToken?: string | null;
  /** `transient`, or nothing, runs a Pop of ours. */
  readonly popId?: string | null;
  readonly sessionUuid?: string | null;
  readonly sessionName?: string | null;
  readonly pipelineImage?: string | null;
  readonly pipelineVersion?: string | null;
  readonly isLocalMode?: boolean;
  readonly sessionTimeoutSeconds?: number | null;
  readonly sessionIntervalSeconds?: number | null;
};

const computeUrl = 'https://compute.eyepop.ai';
const workerUrl = 'https://api.eyepop.ai';
const localUrl = 'http://127.0.0.1:8080';
/** EyePop's own runtime on this computer asks nobody who they are, but it wants a word where the key would be. */
const localKey = '<local api key>';

/**
 * Decides what the settings leave open: which API, where, and with what.
 *
 * The compute API (v2) is used with an API key, or when a session is named; a Pop that goes by a name is worker v1's, as
 * are secret keys and bare access tokens. An access token for a compute host is the compute API's.
 *
 * @throws {ReticleError} EYEPOP_NO_KEY, or EYEPOP_SETTINGS where they contradict each other
 */
export function decideConnection(settings: ConnectionSettings): EyePopConnection {
  const popId = settings.popId && settings.popId !== 'transient' ? settings.popId : null;
  const credentials = credentialsOf(settings, popId);
  const url = urlOf(settings, credentials);
  const api = apiOf(settings, credentials, url);
  if (popId !== null && api === 'compute') {
    throw wrong('a Pop that goes by a name needs a secret key, not an API key');
  }
  if (api === 'worker' && isCompute(url)) throw wrong(`${new URL(url).host} needs an API key`);
  if (api === 'worker' && settings.sessionUuid) throw wrong('a session that is named needs an API key');
  return {
    name: settings.name,
    ...{ url, api, credentials, popId },
    sessionUuid: settings.sessionUuid || null,
    sessionName: settings.sessionName || null,
    pipelineImage: settings.pipelineImage || null,
    pipelineVersion: settings.pipelineVersion || null,
    readyTimeoutMs: seconds(settings.sessionTimeoutSeconds) ?? usualTimes.readyTimeoutMs,
    pollIntervalMs: seconds(settings.sessionIntervalSeconds) ?? usualTimes.pollIntervalMs,
  };
}

/** An API key goes first, except for a Pop that goes by a name, which it cannot run. */
function credentialsOf(settings: ConnectionSettings, popId: string | null): EyePopCredentials {
  const { apiKey, secretKey, accessToken, isLocalMode } = settings;
  if (apiKey && !(popId !== null && secretKey)) return { kind: 'apiKey', key: apiKey };
  if (secretKey) return { kind: 'secretKey', key: secretKey };
  if (accessToken) return { kind: 'accessToken', token: accessToken.replace(/^Bearer\s+/i, '') };
  if (isLocalMode) return { kind: 'apiKey', key: localKey };
  throw new ReticleError('EYEPOP_NO_KEY');
}

function urlOf({ url, isLocalMode }: ConnectionSettings, { kind }: EyePopCredentials): string {
  const usual = isLocalMode ? localUrl : kind === 'apiKey' ? computeUrl : workerUrl;
  const given = (url || usual).replace(/\/+$/, '');
  if (!URL.canParse(given) || !/^https?:\/\//i.test(given)) throw wrong(`${given} is no web address`);
  return given;
}

function apiOf({ sessionUuid }: ConnectionSettings, { kind }: EyePopCredentials, url: string) {
  if (kind === 'apiKey') return 'compute';
  return kind === 'accessToken' && (sessionUuid || isCompute(url)) ? 'compute' : 'worker';
}

const isCompute = (url: string) => /^https:\/\/compute\b/i.test(url);

function seconds(value: number | null | undefined): number | null {
  if (value == null) return null;
  if (!(value > 0)) throw wrong('times are seconds above 0');
  return value * 1000;
}

const wrong = (problem: string) => new ReticleError('EYEPOP_SETTINGS', { problem });
