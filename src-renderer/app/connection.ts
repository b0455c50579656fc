import { type ClientLink, createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { contract } from '#common/contract/contract';
import { reconnectDelayMs } from './reconnect-delay';

export type Api = ContractRouterClient<typeof contract>;

export type ConnectionState = {
  readonly status: 'connecting' | 'open' | 'reconnecting';
  /** Counts the lines opened so far; a change means that everything known may be stale. */
  readonly epoch: number;
  /** Attempts since the line was last open. */
  readonly attempt: number;
};

export type Connection = {
  readonly api: Api;
  readonly state: StoreApi<ConnectionState>;
};

/** The desktop shell hands over a port; anywhere else the core listens on the page's own origin. */
export function connect(): Connection {
  return window.reticle ? connectByPort(awaitPort()) : connectBySocket(socketUrl());
}

/** The line closed under a call; the same call may be made again on the next line. */
export class LineLostError extends Error {
  override name = 'LineLostError';
}

type Link = ClientLink<Record<never, never>>;
type Line = { readonly link: Link; readonly isOpen: () => boolean };

/** Calls made before the line is open wait for it; they end when their signal does. */
function connectionOver(currentLine: () => Promise<Line>, state: StoreApi<ConnectionState>): Connection {
  const link: Link = {
    async call(path, input, options) {
      const line = await untilAborted(currentLine(), options.signal);
      try {
        return await line.link.call(path, input, options);
      } catch (cause) {
        if (line.isOpen() || options.signal?.aborted) throw cause;
        throw new LineLostError('the line closed during the call', { cause });
      }
    },
  };
  return { api: createORPCClient<Api>(link), state };
}

const newState = () => createStore<ConnectionState>()(() => ({ status: 'connecting', epoch: 0, attempt: 0 }));

/** @param port - resolves when the shell has handed the port over */
export function connectByPort(port: Promise<MessagePort>): Connection {
  const state = newState();
  const line = port.then((opened) => {
    const link = new PortLink({ port: opened });
    opened.start();
    state.setState({ status: 'open', epoch: 1 });
    return { link, isOpen: () => true };
  });
  return connectionOver(() => line, state);
}

function awaitPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data?.type !== 'reticle:port' || !port) return;
      window.removeEventListener('message', onMessage);
      resolve(port);
    };
    window.addEventListener('message', onMessage);
    // The preload may have been faster than this script; it posts the port again when asked.
    window.postMessage({ type: 'reticle:ready' }, window.location.origin);
  });
}

function socketUrl(): string {
  const url = new URL('/rpc', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** A WebSocket that is opened again, with growing pauses, for as long as the page lives. */
function connectBySocket(url: string): Connection {
  const state = newState();
  let ready = Promise.withResolvers<Line>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    clearTimeout(timer);
    timer = undefined;
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const link = new SocketLink({ websocket: socket });
    let wasOpen = false;
    socket.addEventListener('open', () => {
      wasOpen = true;
      state.setState((before) => ({ status: 'open', epoch: before.epoch + 1, attempt: 0 }));
      ready.resolve({ link, isOpen: () => socket.readyState === WebSocket.OPEN });
    });
    socket.addEventListener('close', () => {
      if (wasOpen) ready = Promise.withResolvers();
      const attempt = state.getState().attempt + 1;
      state.setState({ status: state.getState().epoch === 0 ? 'connecting' : 'reconnecting', attempt });
      timer = setTimeout(open, reconnectDelayMs(attempt, Math.random()));
    });
  };
  const hurry = () => {
    if (timer !== undefined && !document.hidden) open();
  };
  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  open();
  return connectionOver(() => ready.promise, state);
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener('abort', onAbort));
}
