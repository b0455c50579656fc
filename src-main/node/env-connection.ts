import type { Connection } from '#common/contract/connections';
import type { ConnectionService } from '#core/connections/connection-service';

const USUAL_URL = 'https://clouditia.com/jobs';

export type ClouditiaEnv = { readonly RETICLE_CLOUDITIA_URL?: string; readonly RETICLE_CLOUDITIA_KEY?: string };

/**
 * The account that the environment names, for scripts. The connection is remembered, so that its sessions keep their
 * place in the ledger; its key is not: `connections` must keep keys in memory alone.
 *
 * @returns null where the environment names none
 */
export async function connectionOfEnv(env: ClouditiaEnv, connections: ConnectionService): Promise<Connection | null> {
  const { RETICLE_CLOUDITIA_KEY: key, RETICLE_CLOUDITIA_URL: url = USUAL_URL } = env;
  if (!key) return null;
  const baseUrl = url.replace(/\/+$/, '');
  const known = (await connections.list()).find((one) => one.provider === 'clouditia' && one.baseUrl === baseUrl);
  return known ? connections.update(known.id, { key }) : connections.add('clouditia', 'clouditia', baseUrl, key);
}
