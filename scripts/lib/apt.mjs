import { existsSync } from 'node:fs';
import { runQuietly } from './run.mjs';

/** Whether Debian's packages can be installed here: as root, with apt-get at hand. */
export const canInstallPackages = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Installs a Debian package. @returns What apt-get said last where that failed, else null. */
export async function installPackage(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => runQuietly('apt-get', ['install', '-y', '--no-install-recommends', name], { env });
  let result = await install();
  if (result.code !== 0) {
    await runQuietly('apt-get', ['update'], { env });
    result = await install();
  }
  return result.code === 0 ? null : lastLine(result.output);
}

export const lastLine = (output) => output.trim().split('\n').at(-1)?.trim() ?? '';
