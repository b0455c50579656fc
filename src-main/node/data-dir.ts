import { posix, win32 } from 'node:path';

export type DataDirInput = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder of the user. */
  readonly home: string;
  /** What a relative `$RETICLE_HOME` is relative to. */
  readonly cwd: string;
};

/** Where user data live: `$RETICLE_HOME`, else `Reticle` in the system's folder for application data. */
export function dataDirOf({ platform, env, home, cwd }: DataDirInput): string {
  const path = platform === 'win32' ? win32 : posix;
  if (env.RETICLE_HOME) return path.resolve(cwd, env.RETICLE_HOME);
  if (platform === 'win32') return path.join(env.APPDATA || path.join(home, 'AppData', 'Roaming'), 'Reticle');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Reticle');
  // The XDG specification: a relative value is to be ignored.
  const configured = env.XDG_DATA_HOME;
  const base = configured && path.isAbsolute(configured) ? configured : path.join(home, '.local', 'share');
  return path.join(base, 'reticle');
}
