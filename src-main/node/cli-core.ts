import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { clouditiaProvider } from '#core/clouditia/clouditia-provider';
import { connectClouditia } from '#core/clouditia/connect';
import { systemNet } from '#core/clouditia/system-net';
import { ConnectionService, type OpenConnection } from '#core/connections/connection-service';
import { ConnectionStore } from '#core/connections/connection-store';
import { InferenceClient } from '#core/local/inference-client';
import { openLog } from '#core/log/log';
import { ModelService } from '#core/models/model-service';
import { SqliteModelStore } from '#core/models/model-store';
import { preferredFirst } from '#core/pops/bind-pop';
import { PopService } from '#core/pops/pop-service';
import { PopStore } from '#core/pops/pop-store';
import { openFileSecrets } from '#core/secrets/file-secrets';
import { MemorySecrets } from '#core/secrets/memory-secrets';
import { openSessions } from '#core/sessions/open-sessions';
import { SettingsService } from '#core/settings/settings-service';
import { openDatabase } from '#core/store/open-database';
import type { SessionsCore } from './commands/sessions';
import { UsageError } from './commands/usage';
import { dataDirOf } from './data-dir';
import { connectionOfEnv } from './env-connection';
import { forkNodeProcess } from './fork-process';
import { productAround } from './product';

/** The part of the core that the command line needs. */
export type CliCore = { readonly inference: InferenceClient; readonly models: ModelService; readonly pops: PopService };

/**
 * Lends the core to a command and closes it afterwards, whatever the command does.
 *
 * @param builtDir - where the built entry points lie, this one and the inference process
 * @throws {UsageError} When the data folder cannot be written
 * @throws {ReticleError} STORE_TOO_NEW or STORE_CORRUPT
 */
export async function withCore<T>(builtDir: string, use: (core: CliCore) => Promise<T>): Promise<T> {
  const dataDir = dataDirOf({ platform: process.platform, env: process.env, home: homedir(), cwd: process.cwd() });
  const { log, close: closeLog } = openDataFolder(dataDir);
  try {
    // The window may be open on the same folder: SQLite lets both read, and the command line stores models only.
    const database = openDatabase(join(dataDir, 'reticle.db'));
    const settings = new SettingsService(database);
    const inference = new InferenceClient(
      (entry) => forkNodeProcess(join(builtDir, `${entry}.js`)),
      () => settings.get(),
      log,
    );
    try {
      const { resourcesDir } = productAround(builtDir);
      const host = { dataDir, resourcesDir, log, now: () => new Date() };
      const models = new ModelService(new SqliteModelStore(database), inference, host);
      await models.start();
      const pops = new PopService(new PopStore(database), () => preferredFirst(models.list(), settings.get().modelId), {
        now: host.now,
        newId: randomUUID,
      });
      return await use({ inference, models, pops });
    } finally {
      await inference.close();
      database.close();
    }
  } finally {
    closeLog();
  }
}

/** Lends sessions to a command: on the same ledger as the window, which may be open. */
export async function withSessions<T>(use: (core: SessionsCore) => Promise<T>): Promise<T> {
  const dataDir = dataDirOf({ platform: process.platform, env: process.env, home: homedir(), cwd: process.cwd() });
  const { log, close: closeLog } = openDataFolder(dataDir);
  try {
    const database = openDatabase(join(dataDir, 'reticle.db'));
    const net = systemNet(() => new Date());
    // A key from the environment goes no further than this process.
    const secrets = process.env.RETICLE_CLOUDITIA_KEY ? new MemorySecrets() : openFileSecrets(dataDir, log);
    const host = { ...net, newId: randomUUID, log, secrets };
    const connections = new ConnectionService(new ConnectionStore(database), {}, host);
    const clients = {
      clouditia: (connection: OpenConnection) => clouditiaProvider(connectClouditia(net, connection)),
    };
    const paid = openSessions(database, connections, clients, () => ({ minutes: 0, stops: false }), host);
    try {
      await connectionOfEnv(process.env, connections);
      const usable = (await connections.list()).filter(({ hasKey, provider }) => hasKey && provider === 'clouditia');
      return await use({ paid, connections: usable, wait: net.wait });
    } finally {
      await paid.close();
      database.close();
    }
  } finally {
    closeLog();
  }
}

function openDataFolder(dataDir: string) {
  try {
    mkdirSync(dataDir, { recursive: true });
    return openLog(dataDir);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The data folder ${dataDir} cannot be used (${reason}). Name another in RETICLE_HOME.`, {
      cause,
    });
  }
}
