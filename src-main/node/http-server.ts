import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { withSecurityHeaders } from '#core/page/security-headers';
import type { Core } from '../core/core';
import { Access, type RequestHead } from './access';
import { answer } from './door';
import { sendResponse, toRequest } from './node-request';
import { type RpcSockets, rpcSockets } from './rpc-socket';

export type PageServerOptions = {
  readonly core: Pick<Core, 'router' | 'handleHttp' | 'openFiles'>;
  readonly rendererDir: string;
  readonly log: Logger;
  /** 0 takes any free one. */
  readonly port: number;
};

export type PageServer = {
  readonly port: number;
  readonly access: Access;
  /** Ends connections, calls and downloads that are still open. */
  close(): Promise<void>;
};

/**
 * Serves page, pictures and contract on 127.0.0.1.
 *
 * @throws `EADDRINUSE` when the port is taken
 */
export async function servePage(options: PageServerOptions): Promise<PageServer> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 0 });
  const port = await listen(server, options.port);
  const access = new Access(port);
  const sockets = rpcSockets(options.core, options.log);
  const parts = { ...options, access };
  server.on('request', (incoming, outgoing) => {
    respond(incoming, outgoing, parts).catch((error: unknown) => {
      options.log.error({ err: error }, 'an answer could not be sent');
      outgoing.destroy();
    });
  });
  server.on('upgrade', (incoming, socket, head) => upgrade(incoming, socket, head, access, sockets));
  return {
    port,
    access,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject);
      // `address()` is a string only for a pipe.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

type Parts = PageServerOptions & { readonly access: Access };

async function respond(incoming: IncomingMessage, outgoing: ServerResponse, parts: Parts): Promise<void> {
  const controller = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  const request = requestOf(incoming, parts.access, controller.signal);
  const response = request ? await answer(request, headOf(incoming), parts) : new Response(null, { status: 400 });
  await sendResponse(withSecurityHeaders(response), incoming, outgoing);
}

/** Null for what no browser sends: a proxy's absolute address, a path that is none. */
function requestOf(incoming: IncomingMessage, access: Access, signal: AbortSignal): Request | null {
  if (!incoming.url?.startsWith('/')) return null;
  try {
    return toRequest(incoming, access.origin, signal);
  } catch {
    // `CONNECT`, `TRACE` and header values that fetch does not allow.
    return null;
  }
}

function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, access: Access, sockets: RpcSockets): void {
  const asked = headOf(incoming);
  const isRefused = asked.path !== '/rpc' || access.refusal(asked, true) !== null;
  if (!isRefused) {
    sockets.upgrade(incoming, socket, head);
    return;
  }
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function headOf(incoming: IncomingMessage): RequestHead {
  return {
    method: incoming.method ?? 'GET',
    path: (incoming.url ?? '/').split('?')[0] ?? '/',
    headers: incoming.headers,
  };
}
