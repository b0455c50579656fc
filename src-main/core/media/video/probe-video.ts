import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { VideoFacts } from '#common/contract/video-facts';
import { ReticleError } from '#common/errors';
import { pictureError } from '../picture-error';
import type { FfmpegPrograms } from './ffmpeg-programs';
import { ProgramError, programLines } from './run-program';

const Stream = z.looseObject({
  codec_type: z.string().optional(),
  codec_name: z.string().default(''),
  width: z.int().default(0),
  height: z.int().default(0),
  pix_fmt: z.string().default(''),
  bits_per_raw_sample: z.string().optional(),
  color_transfer: z.string().optional(),
  sample_aspect_ratio: z.string().default('1:1'),
  avg_frame_rate: z.string().default('0/0'),
  duration: z.string().optional(),
  disposition: z.looseObject({ attached_pic: z.number().default(0) }).optional(),
  side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).default([]),
});
const Probe = z.looseObject({
  streams: z.array(Stream).default([]),
  format: z.looseObject({ duration: z.string().optional() }).default({}),
});

/**
 * Reads a video's header.
 *
 * @throws {ReticleError} MEDIA_*, VIDEO_NO_PICTURES or FFMPEG_MISSING
 */
export async function probeVideo(path: string, programs: FfmpegPrograms, signal: AbortSignal): Promise<VideoFacts> {
  const name = basename(path);
  let text = '';
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).size === 0) throw new Error('empty');
    const args = ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', '-i', `file:${path}`];
    for await (const line of programLines(programs.ffprobe, args, signal)) text += line;
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof ProgramError)
      throw new ReticleError('MEDIA_UNREADABLE', { name, reason: reasonOf(cause) }, { cause });
    throw await pictureError(path, cause);
  }
  const { streams, format } = Probe.parse(JSON.parse(text));
  // A cover picture of a sound file is a stream of video, too.
  const shown = streams.find((stream) => stream.codec_type === 'video' && !stream.disposition?.attached_pic);
  if (!shown || shown.width < 1 || shown.height < 1) throw new ReticleError('VIDEO_NO_PICTURES', { name });
  return factsOf(shown, streams, format.duration);
}

function factsOf(
  shown: z.infer<typeof Stream>,
  streams: readonly z.infer<typeof Stream>[],
  formatDuration: string | undefined,
): VideoFacts {
  const turn = shown.side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0;
  // ffprobe counts against the clock.
  const rotationDegrees = ((((-Math.round(turn / 90) * 90) % 360) + 360) % 360) as number;
  const [wide = 1, tall = 1] = shown.sample_aspect_ratio.split(':').map(Number);
  const pixelAspect = wide > 0 && tall > 0 ? wide / tall : 1;
  const shownWidth = Math.max(1, Math.round(shown.width * pixelAspect));
  const isOnSide = rotationDegrees % 180 === 90;
  const seconds = Number(shown.duration ?? formatDuration ?? 0);
  const bits = Number(shown.bits_per_raw_sample ?? 8) || (/1[02](le|be)$/.test(shown.pix_fmt) ? 10 : 8);
  return {
    codec: shown.codec_name,
    pixelFormat: shown.pix_fmt,
    widthPx: isOnSide ? shown.height : shownWidth,
    heightPx: isOnSide ? shownWidth : shown.height,
    rotationDegrees,
    framesPerSecond: fraction(shown.avg_frame_rate),
    durationNs: Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * 1e9)) : 0,
    hasAudio: streams.some((stream) => stream.codec_type === 'audio'),
    bitsPerSample: bits,
    isHdr: shown.color_transfer === 'smpte2084' || shown.color_transfer === 'arib-std-b67',
  };
}

function fraction(text: string): number {
  const [over = 0, under = 0] = text.split('/').map(Number);
  return under > 0 ? over / under : 0;
}

/** The last words of ffmpeg or ffprobe without our file's path. */
export function reasonOf({ stderr }: ProgramError): string {
  if (/moov atom not found|Invalid data found|End of file|invalid as first byte/i.test(stderr))
    return 'phrase.reason.damagedVideo';
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return line.replace(/^\[[^\]]*\]\s*/, '').replace(/^.*: (?=[A-Z])/, '') || 'phrase.reason.senseless';
}
