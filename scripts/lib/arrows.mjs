import { posix } from 'node:path';

const parts = ['src-main/common', 'src-main/core', 'src-main/electron', 'src-main/node', 'src-preload', 'src-renderer'];

/** Which part of ours may import which. Arrows point one way: renderer → common ← core ← shells. */
const mayImport = {
  'src-main/common': [],
  'src-main/core': ['src-main/common'],
  'src-main/node': ['src-main/common', 'src-main/core'],
  // The desktop shell finds data folder and running instance as the browser shell does.
  'src-main/electron': ['src-main/common', 'src-main/core', 'src-main/node'],
  'src-preload': ['src-main/common'],
  'src-renderer': ['src-main/common'],
};

const commonPackages = ['zod', '@orpc/contract'];

/** The part that a path belongs to, or undefined. */
const partOf = (path) => parts.find((part) => path === part || path.startsWith(`${part}/`));

/**
 * What an import breaks, or null.
 *
 * @param {string} file - path of the importing file from the project's root, with `/`
 * @param {string} specifier - what stands between the quotes
 * @returns {string | null}
 */
export function arrowProblem(file, specifier) {
  const from = partOf(file);
  if (!from) return null;
  const isTest = /\.(test|builder)\.tsx?$/.test(file);
  const target = partOf(targetOf(file, specifier));
  // A test of the core stands in for a shell: it lends the core a real host.
  if (isTest && from === 'src-main/core' && target === 'src-main/node') return null;
  if (target) return target === from || mayImport[from].includes(target) ? null : `${from} may not import ${target}`;
  const isElectron = specifier === 'electron' || specifier.startsWith('electron/');
  if (isElectron && from !== 'src-main/electron' && from !== 'src-preload') return `${from} may not import electron`;
  if (isTest || isInside(specifier)) return null;
  if (specifier.startsWith('node:') && ['src-main/common', 'src-renderer', 'src-preload'].includes(from)) {
    return `${from} may not import ${specifier}: it does not run in Node`;
  }
  if (from === 'src-main/common' && !commonPackages.includes(specifier)) return `${from} may not import ${specifier}`;
  if (from === 'src-renderer' && specifier.startsWith('@orpc/server')) return `${from} may not import ${specifier}`;
  return null;
}

const isInside = (specifier) => /^[.#]/.test(specifier);

function targetOf(file, specifier) {
  if (specifier.startsWith('#common/')) return `src-main/common/${specifier.slice(8)}`;
  if (specifier.startsWith('#core/')) return `src-main/core/${specifier.slice(6)}`;
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file), specifier));
  return '';
}

/** Everything that a source text imports, types included. */
export function importsOf(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\n]+)\1/gm;
  return [...code.matchAll(pattern)].map((match) => match[2]);
}
