import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

/**
 * Sends a file, or the one part of it that a `Range` header asks for (RFC 9110 §14): players jump about in a video.
 *
 * @throws {Error} as `stat`, where the file cannot be had
 */
export async function sendPart(request: Request, path: string, type = 'application/octet-stream'): Promise<Response> {
  const { size, mtimeMs } = await stat(path);
  const headers = {
    'content-type': type,
    'accept-ranges': 'bytes',
    etag: `"${size}-${mtimeMs}"`,
    'cache-control': 'private, no-cache',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
  const part = partOf(request.headers.get('range'), size);
  if (part === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  const { from, to } = part ?? { from: 0, to: size - 1 };
  const length = { 'content-length': String(to - from + 1) };
  const range = part ? { 'content-range': `bytes ${from}-${to}/${size}` } : {};
  // A reader that goes away cancels the web stream, which closes the file. An empty file has no last byte.
  const stream = size === 0 ? Readable.from([]) : createReadStream(path, { start: from, end: to });
  const body = Readable.toWeb(stream) as ReadableStream<Uint8Array>; // same class, two declarations
  return new Response(body, { status: part ? 206 : 200, headers: { ...headers, ...length, ...range } });
}

/** Null where the whole is to be sent: no range, several, or one that makes no sense. */
function partOf(header: string | null, size: number): { from: number; to: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = size - 1;
  if (match[1] === '') return size === 0 ? 'unsatisfiable' : { from: Math.max(0, size - Number(match[2])), to: last };
  const from = Number(match[1]);
  const to = match[2] === '' ? last : Math.min(last, Number(match[2]));
  if (from > last) return 'unsatisfiable';
  return to < from ? null : { from, to };
}
