import type { FfmpegPrograms } from './ffmpeg-programs';
import { programLines } from './run-program';

/** A coded frame as the file holds it; times in units of the stream. */
export type VideoPacket = {
  readonly time: number;
  readonly isKey: boolean;
  /** False where an edit list cuts it off. */
  readonly isShown: boolean;
};

/**
 * The packets of a video in the order in which they are decoded, from their headers alone.
 *
 * @throws {ProgramError}
 */
export async function* videoPackets(
  path: string,
  { ffprobe }: Pick<FfmpegPrograms, 'ffprobe'>,
  signal: AbortSignal,
): AsyncGenerator<VideoPacket> {
  const args = ['-v', 'error', '-select_streams', 'V:0', '-show_entries', 'packet=pts,dts,flags', '-of', 'compact'];
  for await (const line of programLines(ffprobe, [...args, '-i', `file:${path}`], signal)) {
    const packet = readPacket(line);
    if (packet) yield packet;
  }
}

function readPacket(line: string): VideoPacket | null {
  const fields = new Map(
    line.split('|').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  );
  // Old containers store no presentation times: their frames come in the order they are shown.
  const time = Number(fields.get('pts') === 'N/A' ? fields.get('dts') : fields.get('pts'));
  if (!Number.isFinite(time) || !fields.has('pts')) return null;
  const flags = fields.get('flags') ?? '';
  return { time, isKey: flags.includes('K'), isShown: !flags.includes('D') };
}

/** @returns ns of one unit of the stream's times */
export async function timeUnitNs(
  path: string,
  { ffprobe }: Pick<FfmpegPrograms, 'ffprobe'>,
  signal: AbortSignal,
): Promise<number> {
  const args = ['-v', 'error', '-select_streams', 'V:0', '-show_entries', 'stream=time_base', '-of', 'csv=p=0'];
  for await (const line of programLines(ffprobe, [...args, '-i', `file:${path}`], signal)) {
    const [over = 0, under = 0] = line.split('/').map(Number);
    if (over > 0 && under > 0) return (over / under) * 1e9;
  }
  return 1e6;
}
