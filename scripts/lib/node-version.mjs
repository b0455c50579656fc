import { existsSync } from 'node:fs';
import { inProject, SetupError } from './project.mjs';
import { run } from './run.mjs';

/** The first Node that the native parts run on. */
const oldest = [22, 12];
/** The one that comes with the lock file. */
const pinnedMajor = 24;

/** Where the pinned Node lies, or null where there is none for this system. */
export function pinnedNode(platform = process.platform, arch = process.arch) {
  const system = platform === 'win32' ? 'win' : platform;
  const binary = inProject('node_modules', `node-${system}-${arch}`, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(binary) ? binary : null;
}

/**
 * What to do about the running Node.
 *
 * @param version - e.g. `20.19.0`
 * @param pinned - the pinned Node, or null
 * @returns `go-on`, `change` (run again with the pinned one) or `refuse`
 */
export function nodeDecision(version, pinned) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= pinnedMajor) return 'go-on';
  if (pinned) return 'change';
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]) ? 'go-on' : 'refuse';
}

/**
 * Runs the script again with the pinned Node when this one is older.
 *
 * @returns {Promise<number | null>} the exit code of that run, or null: this Node will do, go on
 */
export async function rerunWithPinnedNode() {
  const pinned = pinnedNode();
  const decision = nodeDecision(process.versions.node, pinned);
  if (decision === 'go-on') return null;
  if (decision === 'refuse') {
    throw new SetupError(
      `Reticle needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}, and none comes with it for ${process.platform} ${process.arch}.`,
    );
  }
  return run(pinned, process.argv.slice(1), { cwd: process.cwd(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
}
