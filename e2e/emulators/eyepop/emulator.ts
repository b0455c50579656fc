import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Prediction } from '#common/prediction/prediction';

/** The next `count` requests whose `METHOD /path` contains `route` are answered with `status`. */
export type Fault = { readonly route: string; readonly status: number; count: number };

const UrlSource = z.looseObject({ sourceType: z.string(), url: z.string().optional() });

/** EyePop's compute (v2) and worker (v1) protocols for pictures, on a free port of loopback. */
export class EyePopEmulator {
  /** What came in, as `METHOD /path`, in order. */
  readonly received: string[] = [];
  readonly faults: Fault[] = [];
  /** What `/health` answers, one after another; `running` once used up. */
  readonly statuses: string[] = [];
  /** So many of the next answers break off in the middle of their line. */
  cuts = 0;
  readonly #tokens = new Set<string>();
  readonly #pipelines = new Map<string, unknown>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  url = '';

  /** @param infer - the real inference over a picture file */
  constructor(
    private readonly apiKey: string,
    private readonly infer: (path: string, signal: AbortSignal) => Promise<Prediction>,
  ) {}

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    // A listening TCP server has an address with a port.
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** From now on every token given so far gets a 401. */
  expireTokens(): void {
    this.#tokens.clear();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { pathname } = new URL(request.url ?? '/', this.url);
      const route = `${request.method} ${pathname}`;
      this.received.push(route);
      const body = await buffer(request);
      const fault = this.faults.find((one) => one.count > 0 && route.includes(one.route));
      if (fault) fault.count -= 1;
      if (fault) return json(response, fault.status, { message: 'a fault asked for' });
      await this.#route(route, body, request, response);
    } catch (error) {
      if (!response.headersSent) json(response, 500, { message: String(error) });
      else response.destroy();
    }
  }

  async #route(route: string, body: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (route === 'POST /authentication/token') return json(response, 200, this.#newToken());
    const bearer = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (bearer !== this.apiKey && !this.#tokens.has(bearer)) return json(response, 401, { message: 'no valid token' });
    if (route === 'POST /v1/auth/authenticate') return json(response, 200, this.#newToken());
    if (route === 'GET /v1/sessions') return json(response, 200, []);
    if (route === 'POST /v1/sessions') return json(response, 200, [this.#newSession(body)]);
    if (/^GET .*\/health$/.test(route)) return this.#health(response);
    if (route === 'GET /workers/config') return json(response, 200, { base_url: `${this.url}/worker` });
    const [, method, id, rest] = /^(\w+) .*?\/pipelines(?:\/([^/]+))?(\/.*)?$/.exec(route) ?? [];
    if (method === 'POST' && !id) return json(response, 200, { id: this.#newPipeline(body), state: 'running' });
    if (!method || !id || !this.#pipelines.has(id)) return json(response, 404, { message: 'not here' });
    if (method === 'GET') return json(response, 200, { id, state: 'running', pop: this.#pipelines.get(id) });
    if (method === 'DELETE') this.#pipelines.delete(id);
    else if (rest === '/pop') this.#pipelines.set(id, JSON.parse(body.toString()));
    else if (rest === '/source') return this.#source(method, body, request, response);
    response.writeHead(204).end();
  }

  async #source(method: string, body: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const media = method === 'POST' ? await pictureOf(body, request) : await this.#fetched(body);
    if (!media) return void response.writeHead(204).end();
    const folder = await mkdtemp(join(tmpdir(), 'eyepop-emulator-'));
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.writeHead(200, { 'content-type': 'application/jsonl' });
    try {
      const path = join(folder, 'picture');
      await writeFile(path, media);
      const prediction = await this.infer(path, gone.signal);
      const line = `${ascii({ ...prediction, source_id: randomUUID(), timestamp: 0, seconds: 0 })}\n`;
      if (this.cuts > 0) {
        this.cuts -= 1;
        response.write(line.slice(0, line.length / 2), () => response.destroy());
      } else response.end(line);
    } catch (error) {
      response.end(`${ascii({ event: { type: 'error', source_id: randomUUID(), message: String(error) } })}\n`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #fetched(body: Buffer): Promise<Uint8Array | null> {
    const { url } = UrlSource.parse(JSON.parse(body.toString()));
    return url === undefined ? null : new Uint8Array(await (await fetch(url)).arrayBuffer());
  }

  #health(response: ServerResponse): void {
    json(response, 200, { session_status: this.statuses.shift() ?? 'running' });
  }

  #newToken() {
    const access_token = randomUUID();
    this.#tokens.add(access_token);
    return { access_token, expires_in: 3600, token_type: 'Bearer' };
  }

  #newSession(body: Buffer) {
    const session_uuid = randomUUID();
    const pipelines = [{ pipeline_id: this.#newPipeline(body) }];
    const session_endpoint = `${this.url}/session/${session_uuid}`;
    return { ...this.#newToken(), session_uuid, session_endpoint, pipelines, session_status: 'pending' };
  }

  #newPipeline(body: Buffer): string {
    const id = randomUUID();
    this.#pipelines.set(id, body.length > 0 ? JSON.parse(body.toString()).pop : { components: [] });
    return id;
  }
}

async function pictureOf(body: Buffer, request: IncomingMessage): Promise<Uint8Array> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  if (!(file instanceof Blob)) throw new Error('no file part');
  return new Uint8Array(await file.arrayBuffer());
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** EyePop's Node SDK decodes each network chunk alone, so nothing but ASCII is sent. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
