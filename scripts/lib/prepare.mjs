import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { rerunWithPinnedNode } from './node-version.mjs';

/**
 * Makes a fresh or stale clone ready to run: packages, Node, build.
 *
 * @param {{ build?: boolean }} [options]
 * @returns {Promise<number | null>} an exit code when the whole script has run with the pinned Node meanwhile, else null
 */
export async function prepare({ build = true } = {}) {
  await ensureInstalled();
  const code = await rerunWithPinnedNode();
  if (code !== null) return code;
  if (build) await ensureBuilt();
  return null;
}
