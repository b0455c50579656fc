import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, Refusal } from './answers';
import { type Exchange, readExchange, readJsonBody } from './exchange';
import { type Faults, RequestFaults } from './faults';
import type { RequestLog } from './request-log';
import { findHandler, type Routes } from './router';
import { clientGone, reset, send, sendAnswer, type Wait } from './send-answer';

export type HttpRules = {
  /** Lets the world's time catch up before each request. */
  readonly catchUp: () => void;
  readonly wait: Wait;
  /** Whose key it is, for the log. */
  readonly labelOf: (key: string | null) => string | null;
  /** The prefix of the routes that no fault meets and no log shows. */
  readonly controlPath: string;
};

/** Reads requests, notes them, lets the faults do their work and gives the rest to the routes. */
export class HttpServer {
  routes: Routes = {};
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(
    private readonly faults: Faults,
    private readonly log: RequestLog,
    private readonly rules: HttpRules,
  ) {}

  /** Answers the origin, e.g. `http://127.0.0.1:4100`. */
  async listen(port: number): Promise<string> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    // A listening TCP server has an address with a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const exchange = await readExchange(request, response);
      this.rules.catchUp();
      if (exchange.path.startsWith(this.rules.controlPath)) {
        const none = new RequestFaults([]);
        await sendAnswer(await this.#handle(exchange, none), none, response);
      } else await this.#serveClient(exchange);
    } catch (error) {
      // Either the client went away, or it is a bug of ours, which has to be seen.
      if (!response.headersSent && !response.closed) send(response, 500, 'text/plain', String(error));
      else response.destroy();
    }
  }

  async #serveClient(exchange: Exchange): Promise<void> {
    const faults = this.faults.take(`${exchange.method} ${exchange.path}`);
    const entry = this.log.add({
      ...{ method: exchange.method, path: exchange.path, status: null, by: this.rules.labelOf(exchange.key) },
      query: Object.fromEntries(exchange.query),
      body: exchange.text === '' ? null : exchange.text,
      userAgent: exchange.request.headers['user-agent'] ?? null,
      faults: faults.all.map((fault) => fault.kind),
    });
    entry.status = await this.#answerFaulty(exchange, faults);
  }

  /** Answers the status, null where none was sent. */
  async #answerFaulty(exchange: Exchange, faults: RequestFaults): Promise<number | null> {
    const { request, response, over } = exchange;
    if (faults.has('half-open')) return null;
    if (faults.has('reset')) return reset(request);
    const early = faults.find('delay');
    if (early) await this.rules.wait(early.ms, over);
    const forced = faults.find('status');
    if (forced) {
      const text = JSON.stringify(forced.body ?? { success: false, error: 'a fault asked for' });
      return send(response, forced.status, 'application/json', text, forced.headers);
    }
    if (faults.has('handled-late')) await clientGone(response);
    const answer = await this.#handle(exchange, faults);
    if (faults.has('answer-withheld')) await clientGone(response);
    const late = faults.find('first-byte-delay');
    if (late) await this.rules.wait(late.ms, over);
    if (faults.has('reset-after')) return reset(request);
    return response.closed ? null : sendAnswer(answer, faults, response);
  }

  async #handle({ method, path, query, text, key, over }: Exchange, faults: RequestFaults): Promise<Answer> {
    try {
      const handler = findHandler(this.routes, method, path);
      return await handler({ query, body: readJsonBody(text), key, faults, over });
    } catch (error) {
      if (error instanceof Refusal) return error.answer();
      throw error;
    }
  }
}
