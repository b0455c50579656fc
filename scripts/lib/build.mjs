import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject, root, SetupError, say } from './project.mjs';
import { runQuietly } from './run.mjs';

const sources = ['src-main', 'src-preload', 'src-renderer'];
const files = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json'];
const entries = ['main/server.js', 'main/cli.js', 'main/inference-process.js', 'renderer/index.html'];
const stampFile = () => inProject('out', '.stamp');

/** A hash of everything that a build is made from; tests are not built. */
export function sourcesHash(base = root) {
  const hash = createHash('sha256');
  for (const path of [
    ...files.map((file) => join(base, file)),
    ...sources.flatMap((name) => filesBelow(join(base, name))),
  ]) {
    if (existsSync(path)) hash.update(relative(base, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Whether `out` was built from what the sources say now. */
export function isBuilt() {
  return (
    entries.every((entry) => existsSync(inProject('out', entry))) &&
    existsSync(stampFile()) &&
    readFileSync(stampFile(), 'utf8') === sourcesHash()
  );
}

/** Builds where `out` is missing or older than the sources. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  say('Building…');
  const hash = sourcesHash();
  const tool = inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await runQuietly(process.execPath, [tool, 'build', '--logLevel', 'warn']);
  if (code !== 0) throw new SetupError(`The build failed.\n${output.trim()}`);
  mkdirSync(inProject('out'), { recursive: true });
  writeFileSync(stampFile(), hash);
}
