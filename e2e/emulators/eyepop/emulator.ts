import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '../clock';
import { type Context, defaultOptions, type EmulatorOptions } from './context';
import { controlRoutes } from './control-routes';
import { ChangeEvents } from './data/change-events';
import { dataRoutes } from './data/data-routes';
import { Datasets } from './data/datasets';
import { Table } from './data/table';
import { type Model, Training } from './data/training';
import { Exchange } from './exchange';
import { Faults } from './faults';
import { found, HttpProblem } from './http-problem';
import { Jobs } from './jobs';
import { pipelineRoutes } from './pipeline-routes';
import { Pipelines } from './pipelines';
import type { PopEngine } from './pop-engine';
import { RequestLog } from './request-log';
import { findRoute, type Route } from './router';
import { bearerOf, sessionRoutes } from './session-routes';
import { Sessions } from './sessions';
import { sourceRoutes } from './source-routes';
import { Tokens } from './tokens';
import { Workspace } from './workspace';

/** EyePop's services on one port of loopback: compute (v2) and worker (v1), with the local engine behind them. */
export class EyePopEmulator {
  readonly log = new RequestLog();
  readonly faults = new Faults();
  readonly tokens: Tokens;
  readonly pipelines: Pipelines;
  readonly sessions: Sessions;
  readonly options: EmulatorOptions;
  readonly events: ChangeEvents;
  readonly #training: Training;
  readonly #routes: readonly Route[];
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  url = '';

  private constructor(
    engine: PopEngine,
    options: Partial<EmulatorOptions>,
    private readonly clock: Clock,
    private readonly workspace: Workspace,
  ) {
    this.options = { ...defaultOptions, ...options };
    const { tokenTtlSeconds, sessionStartupMs, sessionIdleMs } = this.options;
    const url = () => this.url;
    this.tokens = new Tokens(clock, tokenTtlSeconds);
    this.pipelines = new Pipelines(clock);
    const life = { startupMs: sessionStartupMs, idleMs: sessionIdleMs };
    this.sessions = new Sessions(url, this.tokens, this.pipelines, clock, life);
    this.events = new ChangeEvents((bearer) => this.#isKnown(bearer));
    const datasets = new Datasets(clock, this.events);
    const models = new Table<Model>('model', clock);
    this.#training = new Training(models, this.events, clock, this.options.trainingStageMs);
    const context: Context = {
      url,
      clock,
      engine,
      options: this.options,
      jobs: new Jobs(engine, clock),
      tokens: this.tokens,
      pipelines: this.pipelines,
      sessions: this.sessions,
      events: this.events,
      log: this.log,
      faults: this.faults,
      workspace,
      assetPath: (uuid) => datasets.assets.find(uuid) && workspace.path(uuid),
    };
    this.#routes = [
      ...controlRoutes(context),
      ...sessionRoutes(context),
      ...pipelineRoutes(context),
      ...sourceRoutes(context),
      ...dataRoutes({ ...context, datasets }, models, this.#training),
    ];
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** @param port - 0 takes a free one */
  static async start(
    engine: PopEngine,
    { port = 0, clock = systemClock, ...options }: Partial<EmulatorOptions & { port: number; clock: Clock }> = {},
  ): Promise<EyePopEmulator> {
    const emulator = new EyePopEmulator(engine, options, clock, await Workspace.open());
    try {
      await emulator.#listen(port);
    } catch (error) {
      await emulator.workspace.close();
      throw error;
    }
    return emulator;
  }

  async #listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    // A listening TCP server has an address with a port.
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What EyePop's SDKs, and Reticle, read to come here. */
  get env(): Record<string, string> {
    const { apiKey } = this.options;
    const keys = { EYEPOP_API_KEY: apiKey, EYEPOP_SECRET_KEY: apiKey };
    return { EYEPOP_URL: this.url, EYEPOP_ACCOUNT_ID: 'emulated-account', ...keys };
  }

  /** Where the bytes of its assets and jobs lie, until it closes. */
  get folder(): string {
    return this.workspace.folder;
  }

  async close(): Promise<void> {
    this.pipelines.deleteAll();
    this.#training.close();
    this.events.terminate();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    await this.workspace.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = this.#exchange(request, response);
    const { fault, entry } = exchange;
    try {
      if (fault.delayMs) await this.clock.wait(fault.delayMs, exchange.gone);
      if (fault.reset) return void request.socket.resetAndDestroy();
      if (fault.noAnswer) return;
      if (fault.status) {
        await exchange.body();
        return await exchange.json(fault.status, fault.body ?? { code: 'FAULT', message: 'a fault asked for' });
      }
      // On premises everything lies below a path.
      const path = entry.path.replace(/^\/standalone(?=\/)/, '');
      const { route, params } = found(findRoute(this.#routes, entry.method, path), 'route');
      if (!route.isOpen) this.#refuseStrangers(exchange);
      this.sessions.use(entry.path);
      await route.handle(exchange, params);
    } catch (error) {
      // Whoever leaves before a refusal has come hears none.
      await refuse(exchange, error).catch(() => {});
    }
  }

  #exchange(request: IncomingMessage, response: ServerResponse): Exchange {
    const url = new URL(request.url ?? '/', this.url);
    const entry = {
      atMs: this.clock.now().getTime(),
      method: request.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: null,
      bodyBytes: 0,
      status: null,
      hasFault: false,
    };
    const isControl = url.pathname.startsWith('/_emulator/');
    const fault = isControl ? null : this.faults.take(`${entry.method} ${url.pathname}${url.search}`);
    const logged = { ...entry, hasFault: fault !== null };
    if (!isControl) this.log.add(logged);
    return new Exchange(request, response, url, fault ?? {}, logged, this.clock);
  }

  #refuseStrangers(exchange: Exchange): void {
    if (!this.#isKnown(bearerOf(exchange))) throw new HttpProblem(401, 'AUTH_002', 'no valid token');
  }

  #isKnown(bearer: string): boolean {
    return this.options.isLocal || bearer === this.options.apiKey || this.tokens.isValid(bearer);
  }

  /** Of faults, those that come before an answer can happen to a WebSocket, too. */
  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const fault = this.faults.take(`UPGRADE ${request.url}`);
    if (fault?.noAnswer) return;
    if (fault?.status) return void socket.end(`HTTP/1.1 ${fault.status} Refused\r\nConnection: close\r\n\r\n`);
    if (fault?.reset || new URL(request.url ?? '/', this.url).pathname !== '/events') return void socket.destroy();
    this.events.upgrade(request, socket, head);
  }
}

async function refuse(exchange: Exchange, error: unknown): Promise<void> {
  const { response, gone } = exchange;
  if (gone.aborted) return;
  if (response.headersSent) return void response.destroy();
  // What is left of a refused upload is read and thrown away, or else the sender would never look at the answer.
  exchange.request.resume();
  if (error instanceof HttpProblem) await exchange.json(error.status, error.body);
  else await exchange.json(500, { code: 'EMULATOR', message: String(error) });
}
