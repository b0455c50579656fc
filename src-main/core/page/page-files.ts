import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Answers with a file of the built page, and with nothing else on this disk.
 *
 * @param folder - the built page, e.g. `out/renderer`
 * @returns 404 for what is not there, for a name that leaves the folder, and for a kind of file a page has no use for
 */
export async function pageFile(folder: string, request: Request): Promise<Response> {
  const path = pathInside(folder, new URL(request.url).pathname);
  const type = path && contentTypes[extname(path).toLowerCase()];
  const found = path && type ? await stat(path).catch(() => null) : null;
  if (!path || !type || !found?.isFile()) return new Response('Not found', { status: 404 });
  const headers = {
    'content-type': type,
    'content-length': String(found.size),
    // Built names carry a hash of what is in them; everything else may change with the next build.
    'cache-control': path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  // Node's two declarations of one and the same class.
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, { headers });
}

/** The file meant by a URL's path, or null when it is not below `folder` however it is spelled. */
export function pathInside(folder: string, urlPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (/[\0\\]/.test(decoded) || decoded.split('/').includes('..')) return null;
  const path = join(folder, decoded.endsWith('/') ? `${decoded}index.html` : decoded);
  return path.startsWith(folder + sep) ? path : null;
}
