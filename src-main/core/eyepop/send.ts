import { ReticleError } from '#common/errors';
import { EyePopTroubleError, errorOfLoss, errorOfStatus, reasonOf } from './eyepop-errors';
import type { EyePopNet } from './eyepop-net';
import type { TracedRequest, TracedWork } from './request-trace';
import { StallWatch } from './stall-watch';
import { strikeBody, strikeQuery } from './strike-secrets';

export type Call = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Null sends no `Authorization`. */
  readonly token: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is made anew by whoever tries again. */
  readonly body?: string | Blob | ReadableStream<Uint8Array>;
  /** Ends the request when for so long nothing was sent or received, ms. */
  readonly stallMs: number;
  readonly work?: TracedWork | null;
  /** Told of each piece of a stream that was taken, bytes. */
  readonly onSent?: (bytes: number) => void;
};

export type Answer = {
  readonly status: number;
  /**
   * The body, as fast as it is read; to be read or dropped. Leaving it closes the connection.
   *
   * @throws {ReticleError} EYEPOP_UNREACHABLE or EYEPOP_NO_ANSWER when it breaks off
   */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** It is known by other means that the other side lives. */
  moved(): void;
  /** Leaves it, and closes the connection. */
  drop(): void;
};

/**
 * Sends a request once and records it.
 *
 * @returns an answer of 2xx
 * @throws {ReticleError} EYEPOP_*; an `EyePopTroubleError` where EyePop's rules allow another try
 */
export async function send(net: EyePopNet, call: Call, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const { host } = new URL(call.url);
  const left = new AbortController();
  const stall = new StallWatch(net, call.stallMs);
  const ended = AbortSignal.any([signal, stall.signal, left.signal]);
  const entry = traced(net, call);
  net.trace.add(entry);
  const fail = (cause: unknown): never => {
    stall.stop();
    entry.result = signal.aborted ? 'cancelled' : stall.signal.aborted ? 'timeout' : 'connection';
    signal.throwIfAborted();
    if (!stall.signal.aborted) throw errorOfLoss(cause, host);
    const params = { host, seconds: call.stallMs / 1000 };
    throw new EyePopTroubleError('lost', 'EYEPOP_NO_ANSWER', params, null, { cause });
  };
  const counted = (bytes: number) => {
    entry.bytesSent += bytes;
    stall.moved();
    call.onSent?.(bytes);
  };
  const response = await net.fetch(call.url, init(call, entry, counted, ended)).catch(fail);
  stall.moved();
  const answeredAtMs = net.now().getTime();
  entry.status = response.status;
  entry.waitMs = answeredAtMs - entry.startedAtMs;

  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of response.body ?? []) {
        entry.bytesReceived += chunk.length;
        stall.hold();
        yield chunk;
        stall.moved();
      }
      entry.result = response.ok ? 'success' : 'status';
    } catch (cause) {
      fail(cause);
    } finally {
      stall.stop();
      entry.processMs = net.now().getTime() - answeredAtMs;
      if (entry.result === 'open') entry.result = 'cancelled';
      left.abort();
    }
  }
  const chunks = read();
  const drop = () => {
    stall.stop();
    left.abort();
    if (entry.result === 'open') entry.result = 'cancelled';
  };
  if (!response.ok) {
    const reason = reasonOf(await textOf(chunks, 16_384));
    throw errorOfStatus(response.status, reason, host, retryAfterMs(response, net.now()));
  }
  if (/text\/html/i.test(response.headers.get('content-type') ?? '')) {
    drop();
    throw new ReticleError('EYEPOP_NOT_EYEPOP', { host });
  }
  return { status: response.status, chunks, moved: () => stall.moved(), drop };
}

/** The body as text. @param limitBytes - what comes after is left unread */
export async function textOf(chunks: AsyncIterable<Uint8Array>, limitBytes = 16 * 1024 * 1024): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > limitBytes) break;
  }
  return Buffer.concat(parts).subarray(0, limitBytes).toString('utf8');
}

function traced(net: EyePopNet, { method, url, token, headers = {}, body, work = null }: Call): TracedRequest {
  const { host, origin, pathname: path, search } = new URL(url);
  const id = net.newRequestId();
  return {
    ...{ id, method, host, origin, path, work },
    query: strikeQuery(search),
    headers: { ...headers, ...bearing(token && '[secret]'), 'x-request-id': id },
    body: typeof body === 'string' ? strikeBody(body) : null,
    startedAtMs: net.now().getTime(),
    status: null,
    result: 'open',
    waitMs: 0,
    processMs: 0,
    bytesSent: typeof body === 'string' ? Buffer.byteLength(body) : body instanceof Blob ? body.size : 0,
    bytesReceived: 0,
  };
}

function init(
  { method, token, headers = {}, body }: Call,
  { id }: TracedRequest,
  counted: (bytes: number) => void,
  signal: AbortSignal,
): RequestInit {
  return {
    method,
    headers: { ...headers, ...bearing(token), 'x-request-id': id },
    // The token goes nowhere else, and a POST must not become a GET on the way.
    redirect: 'manual',
    signal,
    ...(body !== undefined && { body: body instanceof ReadableStream ? body.pipeThrough(counting(counted)) : body }),
    ...(body instanceof ReadableStream && { duplex: 'half' as const }),
  };
}

const bearing = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` };

const counting = (counted: (bytes: number) => void) =>
  new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      counted(chunk.length);
      controller.enqueue(chunk);
    },
  });

/** In seconds, or as a date. */
function retryAfterMs(response: Response, now: Date): number | null {
  const text = response.headers.get('retry-after');
  if (text === null) return null;
  const ms = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
