import { ReticleError } from '#common/errors';
import { sendPart } from '../media/send-part';
import type { VideoExports } from './video-exports';

/** `GET /export/file?id=…&index=…`: a file that an export made, to be saved. */
export async function exportFile(exports: VideoExports, request: Request, url: URL): Promise<Response> {
  const { path, name } = exports.file(url.searchParams.get('id') ?? '', Number(url.searchParams.get('index')));
  try {
    const response = await sendPart(request, path);
    response.headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    return response;
  } catch (cause) {
    throw new ReticleError('EXPORT_NOT_FOUND', {}, { cause });
  }
}
