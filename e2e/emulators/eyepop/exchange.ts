import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { z } from 'zod';
import type { Clock } from '../clock';
import { disturbed, type FaultEffects } from './faults';
import { HttpProblem, parsedJson } from './http-problem';
import { LineStream } from './line-stream';
import type { LoggedRequest } from './request-log';

/** One request and its answer, with what is to go wrong with it. */
export class Exchange {
  readonly #leaving = new AbortController();
  /** Aborts when the client has gone, or has been answered. */
  readonly gone = this.#leaving.signal;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly url: URL,
    readonly fault: FaultEffects,
    readonly entry: LoggedRequest,
    private readonly clock: Clock,
  ) {
    response.on('close', () => this.#leaving.abort());
    for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
  }

  get query(): URLSearchParams {
    return this.url.searchParams;
  }

  get contentType(): string {
    return this.request.headers['content-type'] ?? '';
  }

  /** A yes or no as JavaScript and as Python write it. */
  isYes(name: string): boolean {
    return this.query.get(name)?.toLowerCase() === 'true';
  }

  /** The whole body, kept in memory. */
  async body(): Promise<Buffer> {
    const body = await buffer(this.request);
    this.entry.bodyBytes = body.length;
    if (/json|text|^$/.test(this.contentType)) this.entry.body = body.toString();
    return body;
  }

  /** @throws {HttpProblem} 400 no JSON, 422 another shape; an empty body is `{}` */
  async jsonBody<T>(schema: z.ZodType<T>): Promise<T> {
    const text = (await this.body()).toString();
    const parsed = schema.safeParse(text.trim() === '' ? {} : parsedJson(text, 'the body'));
    if (!parsed.success) throw new HttpProblem(422, 'REQ_002', 'the body has another shape', parsed.error.message);
    return parsed.data;
  }

  async json(status: number, value: unknown): Promise<void> {
    await this.#head(status, { 'content-type': 'application/json' });
    this.response.end(JSON.stringify(disturbed(value, this.fault)));
  }

  async bytes(status: number, contentType: string, body: Uint8Array): Promise<void> {
    await this.#head(status, { 'content-type': contentType });
    this.response.end(body);
  }

  async empty(status = 204): Promise<void> {
    await this.#head(status, {});
    this.response.end();
  }

  /** Begins a JSON-L answer. */
  async lines(sourceId: string): Promise<LineStream> {
    await this.#head(200, { 'content-type': 'application/jsonl' });
    return new LineStream(this.response, sourceId, this.fault, this.clock, this.gone);
  }

  async #head(status: number, headers: Record<string, string>): Promise<void> {
    this.gone.throwIfAborted();
    this.entry.status = status;
    this.response.writeHead(status, headers);
    this.response.flushHeaders();
    if (this.fault.firstByteDelayMs) await this.clock.wait(this.fault.firstByteDelayMs, this.gone);
  }
}
