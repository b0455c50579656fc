import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject, say } from './project.mjs';
import { runQuietly } from './run.mjs';

const fetchLimitMs = 20_000;
const retryAfterMs = 24 * 60 * 60 * 1000;
const failureFile = () => inProject('node_modules', '.cache', 'reticle', 'electron-failure.json');

/** The Electron program, or null where its runtime is not installed. */
export function electronProgram(env = process.env) {
  const folder = inProject('node_modules', 'electron');
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8');
    const program = join(env.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), name);
    return existsSync(program) ? program : null;
  } catch {
    // No path.txt: the package is there, its runtime is not. A runtime that came another way can be named.
    const named = env.ELECTRON_OVERRIDE_DIST_PATH && join(env.ELECTRON_OVERRIDE_DIST_PATH, 'electron');
    return named && existsSync(named) ? named : null;
  }
}

/**
 * Whether an earlier failure is reason enough not to try again.
 *
 * @param failure - `{ version, atMs }` of the last one, or null
 */
export function isTooSoon(failure, version, nowMs) {
  return (
    failure !== null && failure.version === version && nowMs - failure.atMs < retryAfterMs && nowMs >= failure.atMs
  );
}

/**
 * Finds Electron's runtime, or tries for a short while to fetch it.
 *
 * @returns {Promise<{ program: string } | { reason: string }>}
 */
export async function ensureElectron() {
  const found = electronProgram();
  if (found) return { program: found };
  const { version } = JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8'));
  const failure = lastFailure();
  if (isTooSoon(failure, version, Date.now())) return { reason: 'it could not be fetched earlier today' };
  say(`Fetching the Electron ${version} runtime (at most ${fetchLimitMs / 1000} s)…`);
  const script = inProject('node_modules', 'electron', 'install.js');
  const { code, output } = await runQuietly(process.execPath, [script], { timeoutMs: fetchLimitMs });
  const program = code === 0 ? electronProgram() : null;
  if (program) {
    rmSync(failureFile(), { force: true });
    return { program };
  }
  const reason =
    code === 124
      ? `it could not be fetched within ${fetchLimitMs / 1000} s`
      : `it could not be fetched (${firstReason(output)})`;
  mkdirSync(dirname(failureFile()), { recursive: true });
  writeFileSync(failureFile(), JSON.stringify({ version, atMs: Date.now() }));
  return { reason };
}

/** The sentence in a stack of Node's that says what went wrong. */
export function firstReason(output) {
  const line = output.split('\n').find((text) => /error/i.test(text)) ?? output.split('\n').at(0) ?? '';
  return (
    line
      .replace(/^\s*(Uncaught\s+)?\w*Error:\s*/, '')
      .trim()
      .slice(0, 200) || 'no reason given'
  );
}

function lastFailure() {
  try {
    return JSON.parse(readFileSync(failureFile(), 'utf8'));
  } catch {
    return null;
  }
}
