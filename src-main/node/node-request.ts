import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** What our own door looked at and nobody behind it needs to see. */
const keptBack = new Set(['cookie', 'authorization']);

/**
 * A request of Node's server as a `Request`: the body is pulled as it is read, and `signal` aborts when the client goes.
 *
 * @param origin - e.g. `http://127.0.0.1:8000`; the request's own `Host` is not trusted with it
 */
export function toRequest(incoming: IncomingMessage, origin: string, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !keptBack.has(name)) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(`${origin}${incoming.url ?? '/'}`, {
    method,
    headers,
    signal,
    ...(hasBody && { body: bodyOf(incoming), duplex: 'half' as const }),
  });
}

/** One chunk is taken from the socket when one is asked for, so that a slow reader slows the sender down. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        // Not destroyed: that would close the socket before the answer, which says why, has been read.
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Sends an answer as fast as the client reads it. Never rejects: a client that goes away is no failure of ours. */
export async function sendResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  // What is left of a refused upload is read and thrown away, or else the sender would never look at the answer.
  if (!incoming.complete) {
    outgoing.setHeader('connection', 'close');
    incoming.resume();
  }
  if (response.body === null || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  // One class, declared once by Node's fetch and once by its streams.
  const body = Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>);
  await pipeline(body, outgoing).catch(() => outgoing.destroy());
}
