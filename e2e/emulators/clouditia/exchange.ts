import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Refusal } from './answers';

/** One request with its body read, and the response that is to be given. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly text: string;
  /** The bearer; null where none was sent. */
  readonly key: string | null;
  /** Aborted once the response is sent or the client has gone. */
  readonly over: AbortSignal;
};

export async function readExchange(request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
  const over = new AbortController();
  response.on('close', () => over.abort());
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const text = (await buffer(request)).toString();
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  const method = request.method ?? 'GET';
  return { request, response, method, path: pathname, query: searchParams, text, key, over: over.signal };
}

/** @throws {Refusal} when it is no JSON object */
export function readJsonBody(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  const value: unknown = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'Corps JSON illisible', { error_code: 'invalid_parameter' });
  }
  return { ...value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
