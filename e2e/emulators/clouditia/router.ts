import { type Answer, Refusal } from './answers';
import type { RequestFaults } from './faults';

export type Request = {
  readonly query: URLSearchParams;
  /** The parsed JSON; an empty object where nothing was sent. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: string | null;
  readonly faults: RequestFaults;
  /** Aborted once the response is sent or the client has gone. */
  readonly over: AbortSignal;
};
export type Handler = (request: Request) => Answer | Promise<Answer>;
/** By `METHOD /path/`. */
export type Routes = Readonly<Record<string, Handler>>;

/** @throws {Refusal} 404 for no such path, 405 for the wrong method */
export function findHandler(routes: Routes, method: string, path: string): Handler {
  const handler = routes[`${method} ${path}`];
  if (handler) return handler;
  const isKnown = Object.keys(routes).some((route) => route.endsWith(` ${path}`));
  throw isKnown ? new Refusal(405, 'Method not allowed') : new Refusal(404, 'Not found');
}

/** @throws {Refusal} when the field is not text */
export function textOf(body: Readonly<Record<string, unknown>>, field: string): string {
  const value = body[field];
  if (typeof value !== 'string') throw new Refusal(400, `${field} manque`, { error_code: 'invalid_parameter' });
  return value;
}
