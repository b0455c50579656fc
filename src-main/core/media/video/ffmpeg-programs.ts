import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { ReticleError } from '#common/errors';

export type FfmpegPrograms = { readonly ffmpeg: string; readonly ffprobe: string };

/**
 * Where ffmpeg and ffprobe are: the folder named in `RETICLE_FFMPEG`, the copy that came with the app, or the PATH.
 *
 * @throws {ReticleError} FFMPEG_MISSING
 */
export async function findFfmpeg(
  env: NodeJS.ProcessEnv = process.env,
  shipped: string | null = bundled(),
): Promise<FfmpegPrograms> {
  const ffmpeg = await find('ffmpeg', env, shipped);
  const ffprobe = await find('ffprobe', env, ffmpeg && join(dirname(ffmpeg), executable('ffprobe')));
  if (!ffmpeg || !ffprobe) throw new ReticleError('FFMPEG_MISSING', { program: ffmpeg ? 'ffprobe' : 'ffmpeg' });
  return { ffmpeg, ffprobe };
}

const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

/** Its binary is fetched by an install script, which does not run everywhere: then there is a path and no file. */
function bundled(): string | null {
  try {
    return createRequire(import.meta.url)('ffmpeg-static') as string | null; // what its index.js exports
  } catch {
    return null;
  }
}

async function find(name: string, env: NodeJS.ProcessEnv, shipped: string | null): Promise<string | null> {
  const named = env.RETICLE_FFMPEG ? [join(env.RETICLE_FFMPEG, executable(name))] : [];
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, executable(name)));
  for (const path of [...named, ...(shipped ? [shipped] : []), ...onPath]) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
