import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a service on loopback and breaks the connections of uploads. */
export class FlakyProxy {
  /** Of the next uploads: after how many bytes, head and all, the connection is reset. */
  readonly resets: number[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#pass(client));
  url = '';

  constructor(private readonly targetPort: number) {}

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    // A listening TCP server has an address with a port.
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(client: Socket): void {
    const service = connect(this.targetPort, '127.0.0.1');
    for (const socket of [client, service]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        service.destroy();
      });
    }
    service.pipe(client);
    let leftBytes: number | null = null;
    client.on('data', (piece) => {
      const isUpload = piece.subarray(0, 500).toString('latin1').includes('/source?');
      if (isUpload) leftBytes = this.resets.shift() ?? null;
      if (leftBytes === null || piece.length <= leftBytes) {
        if (leftBytes !== null) leftBytes -= piece.length;
        if (!service.write(piece)) client.pause();
        return;
      }
      service.write(piece.subarray(0, leftBytes));
      service.resetAndDestroy();
      client.resetAndDestroy();
    });
    service.on('drain', () => client.resume());
    client.on('end', () => service.end());
  }
}
