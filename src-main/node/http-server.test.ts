import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type OutgoingHttpHeaders, request as send } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { contract } from '#common/contract/contract';
import type { CallContext } from '../core/api';
import type { Core } from '../core/core';
import { handOver, untilAnnounced } from './hand-over';
import { type PageServer, servePage } from './http-server';

/** A core of which only the HTTP part matters here. The contract over a socket has a suite of its own. */
class TestCore implements Pick<Core, 'handleHttp' | 'openFiles'> {
  opened: string[] = [];
  handle: (request: Request) => Promise<Response> = async () => new Response('from the core');
  handleHttp(request: Request): Promise<Response> {
    return this.handle(request);
  }
  async openFiles(paths: readonly string[]): Promise<void> {
    this.opened.push(...paths);
  }
}

// Its calls are never made here; only that the door is passed or not.
const router = implement(contract).$context<CallContext>().router as unknown as Core['router'];

let folder = '';
let core: TestCore;
let server: PageServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reticle-shell-'));
  writeFileSync(join(folder, 'index.html'), '<title>Reticle</title>');
  core = new TestCore();
  const both = { router, handleHttp: core.handleHttp.bind(core), openFiles: core.openFiles.bind(core) };
  server = await servePage({ core: both, rendererDir: folder, log: pino({ enabled: false }), port: 0 });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly text: string };

/** Node's own client: it sends what it is told, `Host`, `..` and all. */
async function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET', body?: string): Promise<Answer> {
  const request = send({ host: '127.0.0.1', port: server.port, path, method, headers });
  request.end(body);
  const [response]: [IncomingMessage] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

async function enter(): Promise<string> {
  const link = new URL(server.access.newLink());
  const { headers } = await ask(link.pathname + link.search);
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

const origin = () => `http://127.0.0.1:${server.port}`;

describe('the door', () => {
  it('lets a link in, takes the token out of the address, and then shows the page', async () => {
    const link = new URL(server.access.newLink());
    const first = await ask(link.pathname + link.search);
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict$/);
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    const page = await ask('/', { cookie });
    expect(page.text).toContain('<title>Reticle</title>');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  it('refuses a link that was used, kindly, and lets its first user use it again', async () => {
    const link = new URL(server.access.newLink());
    const path = link.pathname + link.search;
    const cookie = String((await ask(path)).headers['set-cookie']).split(';')[0] ?? '';
    const replay = await ask(path);
    expect(replay.status).toBe(403);
    expect(replay.text).toContain('npm start');
    expect((await ask(path, { 'accept-language': 'fr-CH, fr' })).text).toContain('lang="fr"');
    expect((await ask(path, { cookie })).headers.location).toBe('/');
  });

  it.each(['/', '/index.html', '/media/1/original', '/export?format=json', '/no-such-file'])(
    'shows %s to no one without a cookie',
    async (path) => expect((await ask(path)).status).toBe(403),
  );

  it('answers to no other name than its own (DNS rebinding)', async () => {
    const cookie = await enter();
    for (const host of ['evil.example', `evil.example:${server.port}`, `[::1]:${server.port}`, '127.0.0.1']) {
      expect((await ask('/', { cookie, host })).status).toBe(403);
    }
    expect((await ask('/', { cookie, host: `localhost:${server.port}` })).status).toBe(200);
  });

  it('does not use a token up for a request under a foreign name', async () => {
    const link = new URL(server.access.newLink());
    expect((await ask(link.pathname + link.search, { host: 'evil.example' })).status).toBe(403);
    expect((await ask(link.pathname + link.search)).status).toBe(303);
  });

  it('refuses what a page of another origin asks, cookie or not', async () => {
    const cookie = await enter();
    const asks: [string, string, OutgoingHttpHeaders][] = [
      ['PUT', '/upload?name=a.jpg', { origin: 'http://evil.example' }],
      ['PUT', '/upload?name=a.jpg', {}],
      ['GET', '/media/1/original', { 'sec-fetch-site': 'cross-site' }],
      ['GET', '/media/1/original', { 'sec-fetch-site': 'same-site' }],
    ];
    for (const [method, path, headers] of asks) {
      expect((await ask(path, { cookie, ...headers }, method)).status).toBe(403);
    }
    expect((await ask('/upload?name=a.jpg', { cookie, origin: origin() }, 'PUT', 'x')).text).toBe('from the core');
  });

  it.each(['/..%2f..%2fetc%2fpasswd', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%5c..%5cwindows'])(
    'does not leave the folder of the page for %s',
    async (path) => expect((await ask(path, { cookie: await enter() })).status).toBe(404),
  );

  it('knows few methods', async () => {
    const cookie = await enter();
    for (const [method, path] of [
      ['DELETE', '/'],
      ['POST', '/upload'],
      ['PUT', '/media/1/original'],
      ['OPTIONS', '/'],
    ] as const) {
      expect((await ask(path, { cookie, origin: origin() }, method)).status).toBe(405);
    }
    expect((await ask('/', { cookie }, 'HEAD')).text).toBe('');
  });

  it('survives a request line that is none', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    const [reply] = await once(socket, 'data');
    expect(String(reply)).toMatch(/^HTTP\/1\.1 400/);
    await once(socket, 'close');
  });
});

describe('sockets', () => {
  const open = async (headers: Record<string, string>, path = '/rpc') => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('error', () => {});
    const outcome = await Promise.race([
      once(socket, 'open').then(() => 'open'),
      once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode)),
      once(socket, 'close').then(() => 'closed'),
    ]);
    return { socket, outcome };
  };

  it('open for our page alone', async () => {
    const cookie = await enter();
    const own = { cookie, origin: origin() };
    const good = await open(own);
    expect(good.outcome).toBe('open');
    good.socket.close();
    const refused: [Record<string, string>, string?][] = [
      [{ origin: origin() }],
      [{ cookie }],
      [{ cookie, origin: 'http://evil.example' }],
      [{ cookie, origin: `http://127.0.0.1:${server.port + 1}` }],
      [{ ...own, host: `evil.example:${server.port}` }],
      [own, '/other'],
    ];
    for (const [headers, path] of refused) expect((await open(headers, path)).outcome).toBe(403);
  });

  it('close when a message is larger than any call', async () => {
    const { socket } = await open({ cookie: await enter(), origin: origin() });
    socket.send(Buffer.alloc(9 * 1024 * 1024));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
  });
});

describe('bodies', () => {
  const upload = (cookie: string, length?: number) =>
    send({
      host: '127.0.0.1',
      port: server.port,
      path: '/upload?name=big.bin',
      method: 'PUT',
      headers: { cookie, origin: origin(), ...(length !== undefined && { 'content-length': length }) },
    });

  it('stream in at the pace of the reader: 200 MB are never here as a whole', async () => {
    const total = 200 * 1024 * 1024;
    let read = 0;
    const inFlight: number[] = [];
    let sent = 0;
    core.handle = async (request) => {
      for await (const chunk of request.body ?? []) {
        read += chunk.byteLength;
        inFlight.push(sent - read);
      }
      return Response.json({ read });
    };
    const request = upload(await enter(), total);
    const block = Buffer.alloc(256 * 1024, 7);
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    while (sent < total) {
      sent += block.length;
      if (!request.write(block)) await once(request, 'drain');
    }
    request.end();
    const [response] = await answered;
    expect(JSON.parse(Buffer.concat(await response.toArray()).toString())).toEqual({ read: total });
    // What lies between sender and reader: socket buffers of the kernel and of both ends, whatever the size of the file.
    expect(Math.max(...inFlight)).toBeLessThan(32 * 1024 * 1024);
  });

  it('abort the request when the sender goes away in the middle', async () => {
    const outcome = Promise.withResolvers<{ aborted: boolean; failed: boolean }>();
    core.handle = async (request) => {
      const failed = await (async () => {
        for await (const chunk of request.body ?? []) if (chunk.byteLength > 0) sender.destroy();
      })().then(
        () => false,
        () => true,
      );
      if (!request.signal.aborted) await once(request.signal, 'abort');
      outcome.resolve({ aborted: request.signal.aborted, failed });
      return new Response(null);
    };
    const sender = upload(await enter(), 1_000_000);
    sender.on('error', () => {});
    sender.write(Buffer.alloc(1000));
    expect(await outcome.promise).toEqual({ aborted: true, failed: true });
  });

  it('stream out, and the source is told when the reader goes away', async () => {
    const cancelled = Promise.withResolvers<string>();
    let produced = 0;
    core.handle = async (request) => {
      request.signal.addEventListener('abort', () => cancelled.resolve('aborted'));
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          produced += 65_536;
          controller.enqueue(new Uint8Array(65_536));
        },
      });
      return new Response(body);
    };
    const request = send({
      host: '127.0.0.1',
      port: server.port,
      path: '/media/1/original',
      headers: { cookie: await enter() },
    });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    response.destroy();
    expect(await cancelled.promise).toBe('aborted');
    // An endless picture was not read ahead without end.
    expect(produced).toBeLessThan(64 * 1024 * 1024);
  });

  it('that are refused half way still get the answer that says why', async () => {
    core.handle = async (request) => {
      const reader = request.body?.getReader();
      await reader?.read();
      await reader?.cancel();
      return Response.json({ code: 'DISK_FULL' }, { status: 507 });
    };
    const request = upload(await enter(), 20 * 1024 * 1024);
    request.on('error', () => {});
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    request.end(Buffer.alloc(20 * 1024 * 1024));
    const [response] = await answered;
    expect(response.statusCode).toBe(507);
    expect(Buffer.concat(await response.toArray()).toString()).toContain('DISK_FULL');
  });

  it('show no stack when the core fails', async () => {
    core.handle = async () => {
      throw new Error('at /home/ada/secret.ts');
    };
    const answer = await ask('/media/1/original', { cookie: await enter() });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('ada');
  });

  it('reach the core without our cookie', async () => {
    let seen: string | null = '';
    core.handle = async (request) => {
      seen = request.headers.get('cookie');
      return new Response(null);
    };
    await ask('/media/1/original', { cookie: await enter() });
    expect(seen).toBeNull();
  });
});

describe('a second start', () => {
  it('hands its files over with the key and gets a link', async () => {
    const address = { url: server.access.origin, key: server.access.key };
    const link = new URL(await handOver(address, ['/photos/a.jpg'], AbortSignal.timeout(5000)));
    expect(core.opened).toEqual(['/photos/a.jpg']);
    expect((await ask(link.pathname + link.search)).status).toBe(303);
  });

  it('is refused without the key', async () => {
    await expect(handOver({ url: server.access.origin, key: 'x' }, ['/a'], AbortSignal.timeout(5000))).rejects.toThrow(
      '403',
    );
    expect(core.opened).toEqual([]);
  });

  it('waits for the address of one that is still starting, and gives up when that one is gone', async () => {
    const states = [{}, {}, { url: 'http://127.0.0.1:1', key: 'k' }];
    const address = await untilAnnounced(() => states.shift() ?? null, AbortSignal.timeout(5000));
    expect(address).toEqual({ url: 'http://127.0.0.1:1', key: 'k' });
    expect(await untilAnnounced(() => null, AbortSignal.timeout(5000))).toBeNull();
  });
});

it('closes while a download and a socket are open', async () => {
  core.handle = async () =>
    new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) }));
  const cookie = await enter();
  const request = send({ host: '127.0.0.1', port: server.port, path: '/media/1/original', headers: { cookie } });
  request.on('error', () => {});
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers: { cookie, origin: origin() } });
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await server.close();
  await closed;
  await expect(fetch(server.access.origin)).rejects.toThrow();
});
