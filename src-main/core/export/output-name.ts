import { basename, extname, isAbsolute, join, relative, sep } from 'node:path';
import type { OutputPlan } from '#common/contract/runs';
import { safeFileName } from '../media/receive-file';

export type NamedInput = {
  readonly path: string;
  /** Empty for what was received into the app's own folder: it has no place in a tree. */
  readonly folder: string;
  /** In the list of its run, from 1. */
  readonly number: number;
};

/**
 * Where an input's files go, below the output folder and without their ending: its place in the tree, if that is
 * mirrored, and the filled-in template.
 *
 * @param root - the folder that holds all inputs
 */
export function outputName(plan: OutputPlan, root: string, input: NamedInput, model: string, date: Date): string {
  const ext = extname(input.path);
  const values: Record<string, string> = {
    name: basename(input.path, ext),
    ext: ext.slice(1),
    model,
    date: date.toISOString().slice(0, 10),
    n: String(input.number).padStart(5, '0'),
  };
  const filled = plan.nameTemplate.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  const place = plan.mirrorsTree && input.folder !== '' ? relative(root, input.folder) : '';
  const isBelow = place !== '' && place !== '..' && !place.startsWith(`..${sep}`) && !isAbsolute(place);
  return join(isBelow ? place : '', safeFileName(filled.replace(/[\\/]/g, '_')));
}

/** The deepest folder that holds all of them; empty where they have none in common. */
export function commonFolder(folders: Iterable<string>): string {
  let common: string[] | null = null;
  for (const folder of folders) {
    if (folder === '') continue;
    const parts = folder.split(sep);
    if (common === null) {
      common = parts;
      continue;
    }
    const differs = common.findIndex((part, index) => part !== parts[index]);
    if (differs >= 0) common = common.slice(0, differs);
  }
  return common?.join(sep) ?? '';
}
