import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inProject, SetupError, say } from './project.mjs';
import { runQuietly } from './run.mjs';

const stampFile = () => inProject('node_modules', '.reticle-stamp');

/** What an installation must have been made from to be used as it is. */
export function stampOf(lockText, platform = process.platform, arch = process.arch) {
  return createHash('sha256').update(`${platform} ${arch}\n${lockText}`).digest('hex');
}

/**
 * Whether what npm says it installed is what the lock file asks for. Optional packages of other systems may be missing.
 *
 * @param lock - package-lock.json
 * @param installed - node_modules/.package-lock.json
 */
export function isAsLocked(lock, installed) {
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const found = installed.packages?.[path];
    if (!found) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
    return found.version === wanted.version;
  });
}

/** Installs from the lock file where that is missing or older than it. */
export async function ensureInstalled() {
  const lockText = readFileSync(inProject('package-lock.json'), 'utf8');
  const stamp = stampOf(lockText);
  if (readOrNull(stampFile()) === stamp) return;
  const installed = readOrNull(inProject('node_modules', '.package-lock.json'));
  if (!installed || !isAsLocked(JSON.parse(lockText), JSON.parse(installed))) await install();
  writeFileSync(stampFile(), stamp);
}

async function install() {
  say('Installing the packages of the lock file (a minute or two, once)…');
  const { command, args } = npmCommand();
  const { code, output } = await runQuietly(command, args, { shell: command.endsWith('.cmd') });
  if (code === 0) return checkInstalled();
  const lines = output
    .split('\n')
    .filter((line) => /npm (error|ERR!)/.test(line))
    .slice(0, 12);
  throw new SetupError(
    `The packages could not be installed (npm ended with ${code}).\n${lines.join('\n') || output.slice(-1500)}`,
  );
}

function checkInstalled() {
  const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
  const installed = JSON.parse(readOrNull(inProject('node_modules', '.package-lock.json')) ?? '{}');
  if (isAsLocked(lock, installed)) return;
  throw new SetupError('npm installed other versions than the lock file asks for. Delete node_modules and try again.');
}

function npmCommand() {
  // `install` takes the versions of the lock file as `ci` does, and is checked against it below. `ci` itself refuses
  // wherever the registry lacks one optional package of another system; on Windows it would also delete the running Node.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm?.endsWith('.js') && existsSync(npm)) {
    // The Node that runs npm itself: ours lies in the folder that npm changes.
    const host = node && existsSync(node) && !node.startsWith(inProject('node_modules')) ? node : process.execPath;
    return { command: host, args: [npm, ...args] };
  }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args };
}

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
