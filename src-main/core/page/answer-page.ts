import type { Logger } from 'pino';
import type { Core } from '../core';
import { pageFile } from './page-files';

export type PageParts = {
  readonly core: Pick<Core, 'handleHttp'>;
  /** The built page, e.g. `out/renderer`. */
  readonly rendererDir: string;
  readonly log: Logger;
};

const coreRoutes: readonly { readonly path: RegExp; readonly methods: readonly string[] }[] = [
  { path: /^\/media\//, methods: ['GET', 'HEAD'] },
  { path: /^\/export(\/|$)/, methods: ['GET', 'HEAD'] },
  { path: /^\/upload(-model)?$/, methods: ['PUT'] },
];

/** What a page of ours may ask for by URL, in either shell: the core's few routes, and else a file of the built page. */
export async function answerPage(request: Request, { core, rendererDir, log }: PageParts): Promise<Response> {
  const { pathname } = new URL(request.url);
  const found = coreRoutes.find(({ path }) => path.test(pathname));
  const methods = found?.methods ?? ['GET', 'HEAD'];
  if (!methods.includes(request.method)) {
    return new Response('Method not allowed', { status: 405, headers: { allow: methods.join(', ') } });
  }
  if (!found) return pageFile(rendererDir, request);
  try {
    return await core.handleHttp(request);
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    log.error({ err: error, path: pathname }, 'a request failed unexpectedly');
    return new Response('Something went wrong on our side. The log has the details.', { status: 500 });
  }
}
