import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { ConnectionId } from '#common/contract/connections';
import type { NewSession } from '#common/contract/sessions';
import { clouditiaProvider } from '#core/clouditia/clouditia-provider';
import { connectClouditia } from '#core/clouditia/connect';
import { ConnectionService } from '#core/connections/connection-service';
import { ConnectionStore } from '#core/connections/connection-store';
import { MemorySecrets } from '#core/secrets/memory-secrets';
import type { ProviderClients } from '#core/sessions/accounts';
import { openSessions } from '#core/sessions/open-sessions';
import { type Database, openDatabase } from '#core/store/open-database';
import type { ClouditiaEmulator } from './emulator';

const log = pino({ enabled: false });

/** What outlives the app: the database and the keys, with one connection to the emulator. */
export async function aDesk(clouditia: ClouditiaEmulator, database: Database = openDatabase(':memory:')) {
  const secrets = new MemorySecrets();
  const host = { secrets, now: () => new Date(clouditia.world.agenda.nowMs), newId: randomUUID };
  const connections = new ConnectionService(new ConnectionStore(database), {}, host);
  const { id } = await connections.add('clouditia', 'Nora', clouditia.url, clouditia.apiKey);
  return { clouditia, database, secrets, connectionId: id, skewMs: 0, fetch, idle: { minutes: 10, stops: false } };
}
export type Desk = Awaited<ReturnType<typeof aDesk>>;

/** The app, started anew on what it left: `skewMs` of the desk is by how much its clock is wrong. */
export function openApp(desk: Desk) {
  const { clouditia, database, secrets } = desk;
  const now = () => new Date(clouditia.world.agenda.nowMs + desk.skewMs);
  /** Waiting lets the emulator's time pass, and does not sleep. */
  const wait = async (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    clouditia.advance(ms / 1000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const host = { secrets, now, newId: randomUUID, wait };
  const connections = new ConnectionService(new ConnectionStore(database), {}, host);
  const patience = () => new AbortController().signal;
  const net = { fetch: (...args: Parameters<typeof fetch>) => desk.fetch(...args), now, wait, patience };
  const clients: ProviderClients = {
    clouditia: (connection) => clouditiaProvider(connectClouditia(net, connection)),
  };
  return openSessions(database, connections, clients, () => desk.idle, { ...host, log });
}
export type App = ReturnType<typeof openApp>;

export const aNewSession = (connectionId: ConnectionId, over: Partial<NewSession> = {}): NewSession => ({
  ...{ requestId: randomUUID(), connectionId, name: null, gpus: [{ type: 'nvidia-rtx-3090', count: 1 }] },
  ...{ vcpu: 4, ramGb: 16, storageGb: 20, costLimit: null, durationLimitSeconds: null },
  ...{ allowPartial: false, queueIfUnavailable: false, tags: [], ...over },
});
