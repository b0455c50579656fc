import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Sqlite from 'better-sqlite3';
import { pino } from 'pino';
import sharp from 'sharp';
import { composeCore } from '#core/compose';
import type { Host } from '#core/host';
import { MemorySecrets } from '#core/secrets/memory-secrets';
import { forkNodeProcess } from '../src-main/node/fork-process';

const pictures = 300;
const kills = 50;

/** What is killed: the core, which goes on with the batch that it finds, or begins it. Ends when all is done. */
async function child(dataDir: string, folder: string): Promise<void> {
  const host: Host = {
    shell: 'browser',
    version: '0',
    dataDir,
    resourcesDir: resolve('resources'),
    log: pino({ enabled: false }),
    secrets: new MemorySecrets(),
    now: () => new Date(),
    newId: randomUUID,
    fork: (entry) => forkNodeProcess(resolve('out', 'main', `${entry}.js`)),
    dialogs: null,
  };
  const core = await composeCore(host);
  const client = createRouterClient(core.router, { context: { log: host.log } });
  await client.media.addPaths({ paths: [folder] });
  const [before] = await client.runs.list();
  const run = before
    ? await client.runs.resume({ runId: before.id, what: 'remaining' }).catch(() => before)
    : await client.runs.start({ mediaIds: 'all', modelId: 'regions' });
  for await (const _ of await client.runs.changes()) {
    const now = (await client.runs.list()).find(({ id }) => id === run.id);
    if (now?.state === 'done') break;
  }
  await core.close();
}

type Stored = ReadonlyMap<string, number>;

/** What is stored, by picture: when its result was. */
function storedIn(dataDir: string): Stored {
  const database = new Sqlite(join(dataDir, 'reticle.db'), { readonly: true });
  try {
    const rows = database
      .prepare<[], { id: string; at: number }>('SELECT media_id AS id, created_at_ms AS at FROM predictions')
      .all();
    return new Map(rows.map(({ id, at }) => [id, at]));
  } finally {
    database.close();
  }
}

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'reticle-crash-'));
  const [folder, dataDir] = [join(home, 'pictures'), join(home, 'data')];
  mkdirSync(folder);
  // Each one another: the same content would be analysed once.
  for (let index = 0; index < pictures; index += 1) {
    const [width, x] = [96 + (index % 20), 30 + Math.floor(index / 20)];
    const svg = `<svg width="${width}" height="72"><rect width="${width}" height="72" fill="#ddd"/><circle cx="${x}" cy="36" r="20"/></svg>`;
    await sharp(Buffer.from(svg))
      .png()
      .toFile(join(folder, `${index}.png`));
  }
  let [lost, changed, killed] = [0, 0, 0];
  let before: Stored = new Map();
  try {
    for (;;) {
      const started = spawn(process.execPath, [process.argv[1] ?? '', 'child', dataDir, folder], { stdio: 'inherit' });
      const ended = once(started, 'exit');
      // From while it starts to well into its work.
      const killer = killed < kills ? setTimeout(() => started.kill('SIGKILL'), 150 + Math.random() * 1100) : undefined;
      const [code] = await ended;
      clearTimeout(killer);
      const now = code === 0 || killed > 0 || before.size > 0 ? storedIn(dataDir) : before;
      for (const [id, at] of before) {
        if (!now.has(id)) lost += 1;
        else if (now.get(id) !== at) changed += 1;
      }
      before = now;
      if (code === 0) break;
      killed += 1;
    }
    console.log(
      `${pictures} pictures, killed ${killed} times: ${before.size} have a result; ${lost} results lost, ${changed} made again (wanted: ${pictures}, 0, 0)`,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const [, , role, ...args] = process.argv;
if (role === 'child') await child(args[0] ?? '', args[1] ?? '');
else await main();
