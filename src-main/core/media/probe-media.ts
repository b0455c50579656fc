import { extname } from 'node:path';
import { mediaKindOf } from './media-kind';
import type { ProbeMedia } from './media-service';
import { probePicture } from './picture-probe';
import { findFfmpeg } from './video/ffmpeg-programs';
import { probeVideo } from './video/probe-video';

/**
 * What a file's header says, whether it is a picture or a video.
 *
 * @throws {ReticleError} MEDIA_*, VIDEO_NO_PICTURES or FFMPEG_MISSING
 */
export const probeMedia: ProbeMedia = async (path, signal) => {
  if ((await mediaKindOf(path)) === 'image') return probePicture(path, signal);
  const video = await probeVideo(path, await findFfmpeg(), signal);
  const format = extname(path).slice(1).toLowerCase();
  return { widthPx: video.widthPx, heightPx: video.heightPx, format, frameCount: 1, video };
};
