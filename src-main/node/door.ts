import type { Logger } from 'pino';
import { z } from 'zod';
import { answerPage } from '#core/page/answer-page';
import type { Core } from '../core/core';
import type { Access, RequestHead } from './access';
import { refusalPage } from './refusal-page';

export type DoorParts = {
  readonly core: Pick<Core, 'handleHttp' | 'openFiles'>;
  readonly access: Access;
  /** The built page. */
  readonly rendererDir: string;
  readonly log: Logger;
};

const HandedOver = z.object({ files: z.array(z.string().min(1)).max(10_000) });
const handOverLimitBytes = 4 * 1024 * 1024;

/** Answers one request of the browser shell: who may come in is decided first, what they get second. */
export async function answer(request: Request, head: RequestHead, parts: DoorParts): Promise<Response> {
  const { access } = parts;
  const url = new URL(request.url);
  if (!access.isOurHost(head)) return refused('foreign-host', head);
  if (url.pathname === '/hand-over') return handOver(request, head, parts);
  const token = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null;
  if (token !== null && !access.isForeign(head, false)) return enter(token, head, access);
  const refusal = access.refusal(head, false);
  if (refusal) return refused(refusal, head);
  return answerPage(request, parts);
}

function refused(refusal: Parameters<typeof refusalPage>[0], head: RequestHead): Response {
  return refusalPage(refusal, String(head.headers['accept-language'] ?? ''));
}

/** The token leaves the address at once, so that it stays neither in the history nor on a screenshot. */
function enter(token: string, head: RequestHead, access: Access): Response {
  const cookie = access.redeem(token);
  if (!cookie && !access.hasCookie(head)) return refused('no-cookie', head);
  const headers = new Headers({ location: '/', 'cache-control': 'no-store' });
  if (cookie) headers.set('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** A second start of ours on the same data folder: it knows the key from the lock file, which only this user can read. */
async function handOver(request: Request, head: RequestHead, { access, core, log }: DoorParts): Promise<Response> {
  if (request.method !== 'POST' || !access.hasKey(head)) return refused('no-cookie', head);
  if (Number(head.headers['content-length'] ?? Number.NaN) > handOverLimitBytes)
    return new Response(null, { status: 413 });
  const body = HandedOver.safeParse(await request.json().catch(() => null));
  if (!body.success) return new Response(null, { status: 400 });
  if (body.data.files.length > 0) {
    // Listing a large folder takes a while; the second start need not wait for it.
    core.openFiles(body.data.files).catch((error: unknown) => log.error({ err: error }, 'files could not be opened'));
  }
  return Response.json({ url: access.newLink() });
}
