import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CallContext } from '../core/api';
import type { Core } from '../core/core';

/** A call is a few ids or, at most, ten thousand paths. */
const messageLimitBytes = 8 * 1024 * 1024;

export type RpcSockets = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all sockets, and with them what they started. */
  close(): Promise<void>;
};

/** Serves the contract over WebSockets. A socket that closes aborts every call that came over it. */
export function rpcSockets(core: Pick<Core, 'router'>, log: Logger): RpcSockets {
  const handler = new RPCHandler<CallContext>(core.router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimitBytes, perMessageDeflate: false });
  sockets.on('connection', (socket: WebSocket) => {
    socket.on('error', (error) => log.warn({ err: error }, 'a socket failed'));
    void handler.upgrade(paced(socket), { context: { log } });
  });
  return {
    upgrade(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
    },
    close() {
      for (const socket of sockets.clients) socket.close(1001);
      const { promise, resolve } = Promise.withResolvers<void>();
      sockets.close(() => resolve());
      // A page that sleeps never answers the closing handshake.
      const patience = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, 500);
      return promise.finally(() => clearTimeout(patience));
    },
  };
}

/** Lets a stream wait until its item has left: the socket's own queue has no limit, and a slow page would fill it. */
function paced(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const send = (data: string | Uint8Array) =>
    // After a close there is nothing to report: the close has ended the call.
    new Promise<void>((resolve) => socket.send(data, () => resolve()));
  return { addEventListener: socket.addEventListener.bind(socket) as WebSocket['addEventListener'], send };
}
