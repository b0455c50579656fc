import { isAbsolute, resolve } from 'node:path';

/**
 * The files that a command line names.
 *
 * @param argv - as the process got it, program first
 * @param isPackaged - when not, the second word is our own folder
 * @param cwd - where relative names start
 */
export function filesOfArgv(argv: readonly string[], isPackaged: boolean, cwd: string): string[] {
  const words = argv.slice(1);
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  // Chromium adds switches of its own to what a second instance hands over.
  const names = [...before.filter((word) => !word.startsWith('-')), ...(end < 0 ? [] : words.slice(end + 1))];
  const files = isPackaged ? names : names.slice(1);
  return files.filter((name) => name !== '').map((name) => (isAbsolute(name) ? name : resolve(cwd, name)));
}
