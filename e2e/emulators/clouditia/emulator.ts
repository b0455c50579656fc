import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import { accountRoutes } from './account-routes';
import { controlRoutes } from './control-routes';
import { executionRoutes } from './execution-routes';
import { Fault, Faults } from './faults';
import { HttpServer } from './http-server';
import { LiveKeys } from './live-keys';
import { queueRoutes } from './queue-routes';
import { RequestLog } from './request-log';
import type { Routes } from './router';
import type { Wait } from './send-answer';
import { sessionRoutes } from './session-routes';
import { Workspaces } from './workspaces';
import { createWorld, type WorldRules } from './world';

export type ClouditiaOptions = Partial<WorldRules> & {
  /** 0, the default, for a free one. */
  readonly port?: number;
  /** Time as it passes by itself; what is asked for is advanced on top of that. */
  readonly clock?: () => Date;
  /** How the delays among the faults wait. */
  readonly wait?: Wait;
  /** What the first user has at the beginning. */
  readonly creditCents?: number;
  /** How long a command may run at most. */
  readonly executionLimitMs?: number;
};
export type ClouditiaEmulator = Awaited<ReturnType<typeof startClouditiaEmulator>>;

const RULES: WorldRules = { startMs: 5000, stopMs: 3000, queueMs: 10_000 };

/** Clouditia's Computing and execution APIs on loopback, with a first user `nora`. */
export async function startClouditiaEmulator(options: ClouditiaOptions = {}) {
  const clock = options.clock ?? (() => new Date());
  const wait: Wait = options.wait ?? ((ms, signal) => setTimeout(ms, undefined, { signal }));
  const workspaces = new Workspaces(options.executionLimitMs ?? 120_000);
  const keys = new LiveKeys();
  const rules = { ...RULES, ...options };
  const world = createWorld(clock().getTime(), rules, (session) => void workspaces.close(session.id));
  const apiKey = `sk_compute_${randomBytes(16).toString('hex')}`;
  world.users.add('nora', apiKey, options.creditCents ?? 10_000);

  let advancedMs = 0;
  const catchUp = () => world.agenda.runTo(clock().getTime() + advancedMs);
  const advance = (seconds: number) => {
    advancedMs += Math.round(seconds * 1000);
    catchUp();
  };
  const faults = new Faults();
  const log = new RequestLog();
  const labelOf = (key: string | null) =>
    world.users.all().find((user) => user.apiKey === key)?.name ?? keys.labelOf(key);
  const server = new HttpServer(faults, log, { catchUp, wait, labelOf, controlPath: '/__emulator__/' });
  const origin = await server.listen(options.port ?? 0);
  const editorUrl = `${origin}/code-editor`;
  const computing = { ...sessionRoutes(world, keys, editorUrl), ...accountRoutes(world), ...queueRoutes(world) };
  server.routes = {
    ...under('/jobs/api/computing', computing),
    ...under('/code-editor/api', executionRoutes(world, keys, workspaces)),
    ...under('/__emulator__', controlRoutes(world, faults, log, advance)),
  };

  return {
    /** The base URL of the Computing API, as a client is given it. */
    url: `${origin}/jobs`,
    /** The base URL of the execution API. */
    editorUrl,
    controlUrl: `${origin}/__emulator__`,
    /** What an app needs in order to find it. */
    env: { RETICLE_CLOUDITIA_URL: `${origin}/jobs`, RETICLE_CLOUDITIA_KEY: apiKey },
    apiKey,
    /** What the control routes turn and read, for tests in the same process. */
    world,
    log,
    advance,
    fault: (fault: z.input<typeof Fault>) => faults.add(Fault.parse(fault)),
    close: async () => {
      await server.close();
      await workspaces.closeAll();
    },
  };
}

function under(prefix: string, routes: Routes): Routes {
  return Object.fromEntries(
    Object.entries(routes).map(([route, handler]) => [route.replace(' ', ` ${prefix}`), handler]),
  );
}
