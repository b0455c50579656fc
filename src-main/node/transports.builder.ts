import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import type { contract } from '#common/contract/contract';
import type { CallContext } from '../core/api';
import type { Core } from '../core/core';
import { servePage } from './http-server';

export type Api = ContractRouterClient<typeof contract>;

/** A client of the contract over one way of carrying it. `hangUp` is what a closed window does to it. */
export type Line = { readonly api: Api; hangUp(): Promise<void> };
export type Transport = { readonly name: string; open(router: Core['router']): Promise<Line> };

const log = pino({ enabled: false });

/** All ways in which the contract is carried: one suite runs over each. */
export const transports: readonly Transport[] = [
  { name: 'in process', open: inProcess },
  { name: 'over a MessageChannel', open: overChannel },
  { name: 'over a WebSocket', open: overSocket },
];

async function inProcess(router: Core['router']): Promise<Line> {
  return { api: createRouterClient(router, { context: { log } }), hangUp: async () => {} };
}

/** Stands in for Electron's port, which speaks the same. */
async function overChannel(router: Core['router']): Promise<Line> {
  const { port1, port2 } = new MessageChannel();
  new RPCHandler<CallContext>(router).upgrade(port1, { context: { log } });
  const api = createORPCClient<Api>(new PortLink({ port: port2 }));
  port1.start();
  port2.start();
  const hangUp = async () => {
    const closed = once(port1, 'close');
    port2.close();
    await closed;
  };
  return { api, hangUp };
}

/** Through the real door of the browser shell, cookie and all. */
async function overSocket(router: Core['router']): Promise<Line> {
  const core = { router, handleHttp: async () => new Response(null), openFiles: async () => {} };
  const server = await servePage({ core, rendererDir: tmpdir(), log, port: 0 });
  const entered = await fetch(server.access.newLink(), { redirect: 'manual' });
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const socket = new WebSocket(`${server.access.origin.replace('http', 'ws')}/rpc`, {
    headers: { cookie, origin: server.access.origin },
  });
  await once(socket, 'open');
  // The link reads only what a browser's socket has, and that one of `ws` has too.
  const api = createORPCClient<Api>(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }));
  const hangUp = async () => {
    socket.close();
    await once(socket, 'close');
    await server.close();
  };
  return { api, hangUp };
}
