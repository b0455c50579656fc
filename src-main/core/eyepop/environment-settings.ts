import { parseEnv } from 'node:util';
import type { ConnectionSettings } from './connection-settings';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings by the names that EyePop documents, `EYEPOP_API_KEY` and so on.
 *
 * @param fileText - of a file `.env`; what the environment itself says goes first
 * @returns null where neither names a key, a local runtime or an address: nobody set EyePop up
 */
export function settingsOfEnvironment(environment: Environment, fileText: string): ConnectionSettings | null {
  const file = parseEnv(fileText);
  const value = (name: string) => environment[`EYEPOP_${name}`] || file[`EYEPOP_${name}`] || null;
  const number = (name: string) => (value(name) === null ? null : Number(value(name)));
  const settings = {
    name: 'environment',
    url: value('URL'),
    apiKey: value('API_KEY'),
    secretKey: value('SECRET_KEY'),
    accessToken: value('ACCESS_TOKEN'),
    popId: value('POP_ID'),
    sessionUuid: value('SESSION_UUID'),
    sessionName: value('SESSION_NAME'),
    pipelineImage: value('PIPELINE_IMAGE'),
    pipelineVersion: value('PIPELINE_VERSION'),
    isLocalMode: /^(true|yes)$/i.test(value('LOCAL_MODE') ?? ''),
    sessionTimeoutSeconds: number('SESSION_TIMEOUT'),
    sessionIntervalSeconds: number('SESSION_INTERVAL'),
  };
  const { url, apiKey, secretKey, accessToken, isLocalMode } = settings;
  return url || apiKey || secretKey || accessToken || isLocalMode ? settings : null;
}
