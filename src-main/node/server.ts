import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ReticleError } from '#common/errors';
import { translate } from '#common/texts/texts';
import { openLog } from '#core/log/log';
import { openFileSecrets } from '#core/secrets/file-secrets';
import { readDataFolderLock } from '#core/store/data-folder-lock';
import { composeCore } from '../core/compose';
import type { Core } from '../core/core';
import type { Host } from '../core/host';
import { dataDirOf } from './data-dir';
import { forkNodeProcess } from './fork-process';
import { handOver, untilAnnounced } from './hand-over';
import { type PageServer, servePage } from './http-server';
import { hasDisplay, openWindow } from './open-window';
import { productAround } from './product';
import { parseServerArgs, type ServerArgs } from './server-args';
import { stopWithin, untilAskedToStop } from './shutdown';

/**
 * Tried first, so that the page keeps its address, and with it what the browser remembers for it, from start to start.
 */
const usualPort = 47_421;
const stopLimitMs = 5_000;

const say = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

// Whoever read what we say may go before we do (`npm start | head`); that must not end us before the core is closed.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** The browser shell: core and page in one process, the window in the user's own browser. */
async function main(): Promise<void> {
  const args = parseServerArgs(process.argv.slice(2), process.env);
  const product = productAround(import.meta.dirname);
  const dataDir = dataDirOf({ platform: process.platform, env: process.env, home: homedir(), cwd: process.cwd() });
  mkdirSync(dataDir, { recursive: true });
  const { log, close: closeLog } = openLog(dataDir);
  const host: Host = {
    shell: 'browser',
    version: product.version,
    dataDir,
    resourcesDir: product.resourcesDir,
    log,
    secrets: openFileSecrets(dataDir, log),
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    fork: forkNodeProcess,
    dialogs: null,
  };
  const files = args.files.map((file) => resolve(file));
  let core: Core;
  try {
    core = await composeCore(host);
  } catch (error) {
    if (!(error instanceof ReticleError) || error.code !== 'DATA_FOLDER_IN_USE') throw error;
    return goToRunning(dataDir, files, args.open);
  }
  const asked = untilAskedToStop();
  const server = await serve(core, args, product.rendererDir, log).catch(async (error: unknown) => {
    await core.close();
    throw error;
  });
  core.announce({ url: server.access.origin, key: server.access.key });
  if (files.length > 0)
    void core.openFiles(files).catch((error: unknown) => log.error({ err: error }, 'files not opened'));
  say(translate('en', 'shell.running', { url: server.access.newLink() }));
  show(server.access.newLink(), args.open);
  log.info({ port: server.port, version: product.version, node: process.version }, 'running');
  await asked;
  say(translate('en', 'shell.stopping'));
  await stopWithin(stopLimitMs, () => stop(server, core, closeLog), process.exit);
}

async function serve(core: Core, args: ServerArgs, rendererDir: string, log: Host['log']): Promise<PageServer> {
  const start = (port: number) => servePage({ core, rendererDir, log, port });
  try {
    return await start(args.port ?? usualPort);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES')))
      throw cause;
    if (args.port === null) return start(0);
    const reason = translate('en', 'shell.portTaken', { port: args.port });
    throw new ReticleError('USAGE', { reason }, { cause });
  }
}

async function stop(server: PageServer, core: Core, closeLog: () => void): Promise<void> {
  await server.close();
  await core.close();
  closeLog();
  say(translate('en', 'shell.stopped'));
}

/** Someone has the data folder: our files go there, and a link to there is what this start is good for. */
async function goToRunning(dataDir: string, files: readonly string[], open: boolean): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  const address = await untilAnnounced(() => readDataFolderLock(dataDir), signal);
  const pid = readDataFolderLock(dataDir)?.pid ?? 0;
  if (!address) throw new ReticleError('USAGE', { reason: translate('en', 'shell.alreadyRunningNoAddress', { pid }) });
  const link = () => handOver(address, [], signal);
  try {
    say(translate('en', 'shell.alreadyRunning', { url: await handOver(address, files, signal) }));
    if (open) show(await link(), open);
  } catch (cause) {
    throw new ReticleError('USAGE', { reason: translate('en', 'shell.handOverFailed', { pid }) }, { cause });
  }
  if (files.length > 0) {
    const key = files.length === 1 ? 'shell.handedOver.one' : 'shell.handedOver.other';
    say(translate('en', key, { count: files.length }));
  }
}

function show(url: string, isWanted: boolean): void {
  if (!isWanted || !hasDisplay(process.platform, process.env)) return;
  openWindow(url, (error) => complain(error.message));
}

main().catch((error: unknown) => {
  const isForeseen = error instanceof ReticleError;
  complain(isForeseen ? error.userMessage : String(error instanceof Error ? (error.stack ?? error) : error));
  process.exit(isForeseen && error.code === 'USAGE' ? 2 : 1);
});
