import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { InferenceClient } from '#core/local/inference-client';
import { forkNodeProcess } from '../../src-main/node/fork-process';
import { productAround } from '../../src-main/node/product';
import { emulators, type RunningEmulator } from './emulators';

const usage = `Usage: npm run -s emulators -- [--json] [--port-base N] [--models FOLDER]

Starts emulators of the services that Reticle speaks to, on this computer alone, until it is told to end.

  --json           one line when all are ready: {"NAME":{"url":…,"env":{…}}, …}
  --port-base N    the first one listens on N, the next on N + 1, …; without it they take free ports
  --models FOLDER  more models (.onnx) for the engine behind them
`;

/** @returns The exit status. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      'port-base': { type: 'string', default: '0' },
      models: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) process.stdout.write(usage);
  if (values.help) return 0;
  const portBase = Number(values['port-base']);
  if (!Number.isInteger(portBase) || portBase < 0 || portBase + emulators.length > 65_536) {
    throw new RangeError(`--port-base ${values['port-base']} is no port`);
  }
  const ended = untilEnded();
  const { root, resourcesDir } = productAround(import.meta.dirname);
  const inference = new InferenceClient(
    (entry) => forkNodeProcess(join(root, 'out', 'main', `${entry}.js`)),
    () => ({ provider: 'cpu', threads: 0, memoryLimitMiB: 4096 }),
    pino({ level: 'error' }, pino.destination(2)),
  );
  // Models for tests, where this is a checkout that has some beside it.
  const fixtures = join(root, '..', 'shared', 'fixtures', 'models');
  const modelFolders = [
    ...values.models,
    join(resourcesDir, 'models'),
    ...[fixtures].filter((folder) => existsSync(folder)),
  ];
  const running: [name: string, emulator: RunningEmulator][] = [];
  try {
    for (const [index, { name, start }] of emulators.entries()) {
      running.push([name, await start(portBase === 0 ? 0 : portBase + index, { inference, modelFolders })]);
    }
    tell(running, values.json);
    await ended;
  } finally {
    for (const [, emulator] of running.reverse()) await emulator.close();
    await inference.close();
  }
  return 0;
}

/** Whoever started us is gone, or says so. */
async function untilEnded(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  process.once('disconnect', () => resolve());
  await promise;
}

function tell(running: readonly (readonly [name: string, emulator: RunningEmulator])[], asJson: boolean): void {
  if (asJson) {
    const places = running.map(([name, { url, env }]) => [name, { url, env }]);
    process.stdout.write(`${JSON.stringify(Object.fromEntries(places))}\n`);
    return;
  }
  for (const [name, { url, env }] of running) {
    process.stdout.write(`${name} is emulated at ${url}\n`);
    for (const [key, value] of Object.entries(env)) process.stdout.write(`  export ${key}=${value}\n`);
  }
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  return 2;
});
