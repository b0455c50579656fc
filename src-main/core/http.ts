import type { Logger } from 'pino';
import type { ErrorCode } from '#common/errors';
import { ReticleError, toWireError } from '#common/errors';
import type { FrameStore } from './analysis/frame-store';
import type { ResultStore } from './analysis/result-store';
import type { RunStore } from './analysis/run-store';
import type { VideoSegments } from './analysis/video-segments';
import { exportHttp } from './export/export-http';
import { exportFile } from './export/file-http';
import { exportSegments } from './export/segments-http';
import type { VideoExports } from './export/video-exports';
import type { MediaHttp } from './media/media-http';
import type { MediaService } from './media/media-service';
import type { ModelHttp } from './models/model-http';

export type HttpParts = {
  readonly mediaHttp: MediaHttp;
  readonly modelHttp: ModelHttp;
  readonly media: MediaService;
  readonly runs: RunStore;
  readonly results: ResultStore;
  readonly frames: FrameStore;
  readonly segments: VideoSegments;
  readonly exports: VideoExports;
  readonly log: Logger;
};

const statusOf: Partial<Record<ErrorCode, number>> = {
  MEDIA_NOT_FOUND: 404,
  MEDIA_GONE: 410,
  MEDIA_FORBIDDEN: 403,
  RUN_NOT_FOUND: 404,
  EXPORT_NOT_FOUND: 404,
  EXPORT_ONE_VIDEO: 400,
  USAGE: 400,
  UPLOAD_FAILED: 400,
  DISK_FULL: 507,
  DISK_TOO_SMALL: 507,
  INTERNAL: 500,
};

/** Answers what travels by URL. A failure is a WireError as JSON with a fitting status. */
export async function answerHttp(request: Request, parts: HttpParts): Promise<Response> {
  try {
    return await route(request, parts);
  } catch (error) {
    const isForeseen = error instanceof ReticleError;
    if (!isForeseen && !request.signal.aborted) parts.log.error({ err: error }, 'a request failed unexpectedly');
    const wire = toWireError(error, request.signal);
    return Response.json(wire, { status: statusOf[wire.code] ?? 422, headers: { 'cache-control': 'no-store' } });
  }
}

async function route(request: Request, { mediaHttp, modelHttp, ...sources }: HttpParts): Promise<Response> {
  const url = new URL(request.url);
  const name = url.searchParams.get('name') ?? '';
  const media3 = /^\/media\/([^/]+)\/(original|display|thumbnail|preview)$/.exec(url.pathname);
  if (request.method === 'PUT' && url.pathname === '/upload') return mediaHttp.receive(request, name);
  if (request.method === 'PUT' && url.pathname === '/upload-model') return modelHttp.receive(request, name);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && media3) return mediaHttp.serve(request, media3[1] ?? '', media3[2] ?? '');
  if (isRead && url.pathname === '/export/segments') return exportSegments(sources, url);
  if (isRead && url.pathname === '/export/file') return exportFile(sources.exports, request, url);
  if (isRead && url.pathname === '/export') return exportHttp(sources, url);
  return new Response(null, { status: 404 });
}
