import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { MediaId } from '#common/contract/media';
import type { VideoFacts } from '#common/contract/video-facts';
import { ReticleError } from '#common/errors';
import type { MediaService } from './media-service';
import type { StoredMedia } from './media-store';
import { pictureError } from './picture-error';
import { isShownByBrowsers, type PictureOnDisk, type PictureRenditions } from './picture-renditions';
import { receiveFile } from './receive-file';
import { sendPart } from './send-part';
import type { VideoPreviews } from './video/video-previews';
import { videoStill } from './video/video-still';

const contentTypes: Record<string, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
};

const videoTypes: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/mp4',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  ogv: 'video/ogg',
};

/** Pictures and videos by URL: only those in the list, by id, so that no other file of the user can be asked for. */
export class MediaHttp {
  constructor(
    private readonly media: MediaService,
    private readonly renditions: PictureRenditions,
    private readonly previews: VideoPreviews,
    private readonly uploadFolder: string,
    private readonly newId: () => string,
  ) {}

  /** `GET /media/{id}/original|display|thumbnail|preview` */
  async serve(request: Request, idText: string, what: string): Promise<Response> {
    const id = MediaId.safeParse(idText);
    if (!id.success) throw new ReticleError('MEDIA_NOT_FOUND', { name: idText });
    const item = await this.media.probed(id.data);
    const picture = onDisk(item);
    try {
      if (what === 'thumbnail') return await sendFile(request, await this.renditions.thumbnail(picture), 'image/webp');
      const type = contentTypes[item.format];
      if (what === 'preview') return await sendPart(request, this.previews.pathOf(item.id), 'video/mp4');
      if (what === 'original' && item.kind === 'video')
        return await sendPart(request, item.path, videoTypes[item.format]);
      if (what === 'original' || (type && isShownByBrowsers(picture))) {
        return await sendFile(request, item.path, type ?? 'application/octet-stream');
      }
      return await sendFile(request, await this.renditions.display(picture), 'image/webp');
    } catch (cause) {
      throw await pictureError(item.path, cause);
    }
  }

  /** `PUT /upload?name=a.jpg`, the file as the body */
  async receive(request: Request, name: string): Promise<Response> {
    const folder = join(this.uploadFolder, this.newId());
    // Node's fetch types and the stream types of node:stream/web describe one and the same class.
    const body = request.body as NodeReadableStream<Uint8Array> | null;
    const file = await receiveFile(body, name, folder, request.signal);
    return Response.json(this.media.addUpload(file));
  }
}

/** A thumbnail shows what is a little way in: many videos begin black. */
const stillOf = (path: string, video: VideoFacts) => (what: 'thumbnail' | 'display') =>
  videoStill(path, video, what === 'thumbnail' ? video.durationNs / 10 : 0);

function onDisk(item: StoredMedia): PictureOnDisk {
  return {
    id: item.id,
    path: item.path,
    format: item.format,
    frameCount: item.frameCount,
    size: { width: item.widthPx, height: item.heightPx },
    ...(item.video && { still: stillOf(item.path, item.video) }),
  };
}

async function sendFile(request: Request, path: string, type: string): Promise<Response> {
  const { size, mtimeMs } = await stat(path);
  const etag = `"${size}-${mtimeMs}"`;
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } });
  // Opened lazily by the stream; a reader that goes away cancels the web stream, which closes the file.
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>; // same class, two declarations
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-length': String(size),
      etag,
      // The picture behind an id may change on disk, so the page asks again; a local file costs little.
      'cache-control': 'private, no-cache',
      // A picture is never a page, whatever its bytes say.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  });
}
