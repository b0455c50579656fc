import { z } from 'zod';

export const RecentFiles = z.array(z.string()).catch([]);

const limit = 10;

/** The list with these files in front, newest first, none twice. */
export function withRecent(list: readonly string[], opened: readonly string[]): string[] {
  return [...new Set([...opened, ...list])].slice(0, limit);
}
