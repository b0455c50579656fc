import { spawnSync } from 'node:child_process';
import { canInstallPackages, installPackage } from './apt.mjs';
import { say } from './project.mjs';

const isThere = () =>
  ['ffmpeg', 'ffprobe'].every((name) => spawnSync(name, ['-version'], { stdio: 'ignore' }).status === 0);

/** Finds ffmpeg on the PATH or installs Debian's; where neither goes, the tests of videos are skipped and say so. */
export async function ensureFfmpeg() {
  if (isThere()) return;
  if (canInstallPackages()) {
    say('Installing ffmpeg with apt-get (for the tests of videos)…');
    const problem = await installPackage('ffmpeg');
    if (problem === null && isThere()) return;
    if (problem !== null) say(`apt-get: ${problem}`);
  }
  say('Without ffmpeg the tests of videos are skipped.');
}
