import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

const Message = z.union([
  z.object({ authorization: z.string() }),
  z.object({ subscribe: z.object({ account_uuid: z.string().nullish(), dataset_uuid: z.string().optional() }) }),
  z.object({ unsubscribe: z.object({ dataset_uuid: z.string() }) }),
]);

/** What changed. All of the fields are always sent: EyePop's Python SDK drops an event that misses one. */
const noChange = {
  account_uuid: '',
  dataset_uuid: null as string | null,
  dataset_version: null as number | null,
  asset_uuid: null as string | null,
  mdl_uuid: null as string | null,
  workflow_id: null as string | null,
  message: null as string | null,
  workflow_task_name: null as string | null,
};
export type ChangeEvent = Partial<typeof noChange> & { readonly change_type: string };

type Listener = { isAuthorized: boolean; account: string | null; readonly datasets: Set<string> };

/**
 * The WebSocket of change events. Accounts hear of their datasets and workflows, datasets of everything in them; a socket
 * that asked for both hears once.
 */
export class ChangeEvents {
  /** What clients said, in order. */
  readonly received: unknown[] = [];
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #listeners = new Map<WebSocket, Listener>();

  constructor(private readonly isValid: (bearer: string) => boolean) {}

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => {
      const listener: Listener = { isAuthorized: false, account: null, datasets: new Set() };
      this.#listeners.set(opened, listener);
      opened.on('message', (data) => this.#hear(opened, listener, String(data)));
      opened.on('close', () => this.#listeners.delete(opened));
      // A socket that breaks is closed, too.
      opened.on('error', () => {});
    });
  }

  send(change: ChangeEvent): void {
    const event = { ...noChange, ...change };
    const isOfAccount = /^(dataset|workflow)_|^events_lost$/.test(event.change_type);
    for (const [socket, { isAuthorized, account, datasets }] of this.#listeners) {
      const isWanted = datasets.has(event.dataset_uuid ?? '') || (isOfAccount && account === event.account_uuid);
      if (isAuthorized && isWanted) socket.send(JSON.stringify(event));
    }
  }

  /** Closes all sockets; clients that wish to hear more come again. */
  closeAll(code = 1001, reason = ''): void {
    for (const socket of this.#listeners.keys()) socket.close(code, reason);
  }

  terminate(): void {
    for (const socket of this.#listeners.keys()) socket.terminate();
  }

  #hear(socket: WebSocket, listener: Listener, text: string): void {
    const message = Message.safeParse(parsed(text)).data;
    this.received.push(message ?? text);
    if (!message) return void socket.close(1003, 'not understood');
    if ('authorization' in message) {
      listener.isAuthorized = this.isValid(message.authorization.replace(/^Bearer /, ''));
      if (!listener.isAuthorized) socket.close(1008, 'no valid token');
    } else if ('subscribe' in message) {
      listener.account = message.subscribe.account_uuid ?? listener.account;
      if (message.subscribe.dataset_uuid) listener.datasets.add(message.subscribe.dataset_uuid);
    } else listener.datasets.delete(message.unsubscribe.dataset_uuid);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
